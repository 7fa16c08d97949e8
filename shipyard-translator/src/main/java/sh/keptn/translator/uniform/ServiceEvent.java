package sh.keptn.translator.uniform;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which events a service wants, not yet resolved against a shipyard. {@code *} stands for any one part.
 *
 * <ul>
 *   <li>{@code test.triggered} or {@code sh.keptn.event.test.triggered}: a task's events; for phases other than
 *       triggered and status.changed the first part may also be a sequence of any stage;
 *   <li>{@code dev.delivery.finished}: a sequence's events;
 *   <li>{@code __ALL__}, {@code sh.keptn.>}: everything.
 * </ul>
 *
 * @param first stage, or task where {@code second} is empty; {@code *} for any
 * @param second sequence, or empty
 * @param phase {@code triggered}, {@code started}, {@code status.changed}, {@code finished}, {@code in-progress} or
 *     {@code *}
 */
public record ServiceEvent(String first, String second, String phase) {

    /** Stands for any part. */
    public static final String ANY = "*";

    private static final String PREFIX = "sh.keptn.event.";
    private static final String TRIGGERED = "triggered";
    private static final Set<String> EVERYTHING = Set.of("__ALL__", "sh.keptn.>", "sh.keptn.event.>", "*", ">");
    private static final Set<String> PHASES =
            Set.of(TRIGGERED, "started", "status.changed", "finished", "in-progress", ANY);
    private static final Pattern DOT = Pattern.compile("\\.");

    /** Any event at all. */
    public static ServiceEvent everything() {
        return new ServiceEvent(ANY, ANY, ANY);
    }

    /** The triggered event of a task. */
    public static ServiceEvent taskTriggered(String task) {
        return new ServiceEvent(task, "", TRIGGERED);
    }

    /** Whether this is every event of every task and sequence. */
    public boolean isEverything() {
        return equals(everything());
    }

    /** The event as an author writes it. */
    public String text() {
        return isEverything() ? "any event" : first + (second.isEmpty() ? "" : "." + second) + "." + phase;
    }

    /** Whether the triggered event of a task is among them. */
    public boolean includesTriggeredOf(String task) {
        return isEverything()
                || (second.isEmpty()
                        && (first.equals(ANY) || first.equals(task))
                        && (phase.equals(ANY) || phase.equals(TRIGGERED)));
    }

    /** Reads an entry of {@code events}; empty where it is neither a task's nor a sequence's event. */
    public static Optional<ServiceEvent> parse(String text) {
        if (EVERYTHING.contains(text)) {
            return Optional.of(everything());
        }
        String shortText = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        String phase = shortText.endsWith(".status.changed")
                ? "status.changed"
                : shortText.substring(shortText.lastIndexOf('.') + 1);
        int end = shortText.length() - phase.length() - 1;
        if (end <= 0) {
            return Optional.empty();
        }
        String canonical = phase.equals("progressed") ? "in-progress" : phase;
        String[] subject = DOT.split(shortText.substring(0, end), -1);
        boolean named = subject.length <= 2 && !subject[0].isEmpty() && !subject[subject.length - 1].isEmpty();
        if (!named || !PHASES.contains(canonical)) {
            return Optional.empty();
        }
        return Optional.of(new ServiceEvent(subject[0], subject.length == 2 ? subject[1] : "", canonical));
    }
}
