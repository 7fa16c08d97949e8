package sh.keptn.controlplane.rules;

import java.io.IOException;
import java.util.Collection;
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

    private final Machine machine;

    private EventPatterns(Machine machine) {
        this.machine = machine;
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
        return new EventPatterns(machine);
    }

    /** The names of the patterns that match, sorted. */
    public List<String> matching(BusEvent event) {
        return matching(Json.write(event.toJson()));
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
