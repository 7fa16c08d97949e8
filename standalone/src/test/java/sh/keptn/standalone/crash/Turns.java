package sh.keptn.standalone.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** When sequences had stages that are not free while one waits: no two contexts had a service at the same time. */
final class Turns {

    private final Set<String> heldStages;
    private final List<Turn> turns = new ArrayList<>();

    /** @param heldStages the stages that a delivery keeps from its start to its end */
    Turns(Set<String> heldStages) {
        this.heldStages = Set.copyOf(heldStages);
    }

    private record Turn(String stage, String context, Set<String> services, Instant from, Instant to) {

        boolean disturbs(Turn other) {
            return stage.equals(other.stage)
                    && !context.equals(other.context)
                    && services.stream().anyMatch(other.services::contains)
                    && from.isBefore(other.to)
                    && other.from.isBefore(to);
        }
    }

    /** Adds those of one context. */
    void add(Log log) {
        Map<String, Instant> started = new HashMap<>();
        for (KeptnEvent event : log.events()) {
            if (EventType.parse(event.type()).orElseThrow() instanceof EventType.Sequence type
                    && heldStages.contains(type.stage())) {
                String id = String.valueOf(event.triggeredId());
                if (type.phase().equals(EventType.STARTED)) {
                    started.put(id, event.time());
                } else if (started.containsKey(id) && !type.phase().equals(EventType.TRIGGERED)) {
                    Set<String> services =
                            Set.of(String.valueOf(event.dataText("service")).split(","));
                    turns.add(new Turn(type.stage(), event.context(), services, started.remove(id), event.time()));
                }
            }
        }
    }

    /** Those that were not one after the other. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        for (Turn turn : turns) {
            turns.stream().filter(turn::disturbs).forEach(other -> wrong.add("at the same time: " + turn + other));
        }
        return wrong;
    }
}
