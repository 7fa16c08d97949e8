package sh.keptn.controlplane.rules;

import java.util.List;
import java.util.Map;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import software.amazon.event.ruler.Machine;

/** A set of named patterns. */
public final class EventPatterns {
    private final Machine machine = Machine.builder().build();

    private EventPatterns() {}

    public static EventPatterns of(Map<String, String> patterns) {
        EventPatterns set = new EventPatterns();
        patterns.forEach((name, pattern) -> {
            try {
                set.machine.addRule(name, pattern);
            } catch (java.io.IOException e) {
                throw new IllegalArgumentException(name, e);
            }
        });
        return set;
    }

    public List<String> matching(BusEvent event) {
        try {
            return machine.rulesForJSONEvent(Json.write(event.toJson())).stream()
                    .sorted()
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
