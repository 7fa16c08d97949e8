package sh.keptn.controlplane.rules;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import software.amazon.event.ruler.Machine;

/**
 * A fixed set of named event patterns, matched as EventBridge matches them ("Amazon EventBridge event patterns"). Safe
 * for use by several threads.
 */
public final class EventPatterns {

    /** The key of {@code detail} that the event lies under. */
    private static final String EVENT = "event";

    private final Machine machine;
    private final boolean seeEvents;

    /** @param seeEvents whether a pattern may look at more of a {@link BusEvent} than its envelope and its stamp */
    private EventPatterns(Machine machine, boolean seeEvents) {
        this.machine = machine;
        this.seeEvents = seeEvents;
    }

    /**
     * Compiles patterns.
     *
     * @param patterns JSON text by name; a pattern sees the event as {@link BusEvent#toJson} writes it
     * @throws IllegalArgumentException if one is no pattern; the message names it and says why
     */
    public static EventPatterns of(Map<String, String> patterns) {
        Machine machine = Machine.builder().build();
        new TreeMap<>(patterns).forEach((name, pattern) -> add(machine, name, pattern));
        return new EventPatterns(machine, patterns.values().stream().anyMatch(EventPatterns::seesEvent));
    }

    /** A pattern that only mentions the word is taken for one that looks at the event. */
    private static boolean seesEvent(String pattern) {
        return Json.write(Json.parse(pattern)).contains("\"" + EVENT + "\"");
    }

    /** The names of the patterns that match, sorted. */
    public List<String> matching(BusEvent event) {
        Map<String, @Nullable Object> envelope = event.toJson();
        if (!seeEvents) {
            // An event may have 200 KB, and most patterns look at its stamp only.
            Map<String, @Nullable Object> detail = new LinkedHashMap<>(event.detail());
            detail.remove(EVENT);
            envelope.put("detail", detail);
        }
        return matching(Json.write(envelope));
    }

    /** The names of the patterns that match an event that is JSON text of an object, sorted. */
    public List<String> matching(String event) {
        Collection<?> names;
        try {
            names = machine.rulesForJSONEvent(event);
        } catch (Exception e) {
            // The matcher declares Exception; a JSON object is always readable.
            throw new IllegalStateException("cannot match an event", e);
        }
        return names.stream().map(String::valueOf).sorted().toList();
    }

    private static void add(Machine machine, String name, String pattern) {
        try {
            machine.addRule(name, pattern);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "`" + name + "` is not an event pattern: " + firstLine(e.getMessage()), e);
        }
    }

    /** The library appends the source text to what is wrong. */
    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
