package sh.keptn.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an event's type: {@code sh.keptn.event.<task>.<phase>} or {@code sh.keptn.event.<stage>.<sequence>.<phase>}.
 * Task names have no dot, so the number of parts tells the two apart (Keptn spec, cloudevents.md).
 */
public sealed interface EventType {

    /** The prefix of every type. */
    String PREFIX = "sh.keptn.event.";

    String TRIGGERED = "triggered";
    String STARTED = "started";
    String STATUS_CHANGED = "status.changed";
    String FINISHED = "finished";
    String IN_PROGRESS = "in-progress";

    /** What happened: one of the phases above, or another word that an event brings along. */
    String phase();

    /** The type as it stands in the event. */
    String text();

    /** An event about one task. */
    record Task(String task, String phase) implements EventType {
        @Override
        public String text() {
            return PREFIX + task + "." + phase;
        }
    }

    /** An event about a whole sequence. */
    record Sequence(String stage, String sequence, String phase) implements EventType {
        @Override
        public String text() {
            return PREFIX + stage + "." + sequence + "." + phase;
        }
    }

    /** Splits a type; empty for types that are neither, for example {@code sh.keptn.log.error}. */
    static Optional<EventType> parse(String type) {
        Matcher parts = Patterns.TYPE.matcher(type);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String second = parts.group("second");
        return Optional.of(
                second == null
                        ? new Task(parts.group("first"), parts.group("phase"))
                        : new Sequence(parts.group("first"), second, parts.group("phase")));
    }

    /** Keeps the compiled pattern out of the interface. */
    final class Patterns {
        private static final Pattern TYPE = Pattern.compile(
                "sh\\.keptn\\.event\\.(?<first>[^.]+)(?:\\.(?<second>(?!status\\.changed$)[^.]+))??\\.(?<phase>status\\.changed|[^.]+)");

        private Patterns() {}
    }
}
