package sh.keptn.standalone.crash;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** Compares what has followed from the ends in a log with what has to. */
final class Followed {

    private final Set<String> expected = new LinkedHashSet<>();
    private final Set<String> found = new LinkedHashSet<>();

    /**
     * @param first id of the event that began it all
     * @param follows the sequences that a sequence starts, by its result
     */
    Followed(Log log, String first, Map<String, Map<String, Set<String>>> follows) {
        Set<String> started = new LinkedHashSet<>();
        expected.add(first);
        for (KeptnEvent event : log.events()) {
            if (EventType.parse(event.type()).orElseThrow() instanceof EventType.Sequence type) {
                switch (type.phase()) {
                    case EventType.TRIGGERED -> found.add(event.id());
                    case EventType.STARTED -> started.add(String.valueOf(event.triggeredId()));
                    case EventType.FINISHED -> {
                        // One that could not start leads to nothing, nor does one that was aborted or replaced.
                        if (started.contains(event.triggeredId()) && !isAborted(event)) {
                            follows.getOrDefault(type.stage() + "." + type.sequence(), Map.of())
                                    .getOrDefault(event.dataText("result"), Set.of())
                                    .forEach(next -> expected.add(triggerId(event, next)));
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    /** What is wrong where everything that had to follow could. */
    List<String> violations() {
        return expected.equals(found) ? List.of() : List.of("triggered " + found + " instead of " + expected);
    }

    /** What is wrong where somebody has kept some from following. */
    List<String> violationsOfSome() {
        return expected.containsAll(found) ? List.of() : List.of("triggered " + found + ", at most " + expected);
    }

    private static boolean isAborted(KeptnEvent finished) {
        Outcome outcome = Outcome.of(finished.data());
        return outcome.status().equals(Outcome.ABORTED) && outcome.result().equals(Outcome.PASS);
    }

    private static String triggerId(KeptnEvent finished, String next) {
        String[] parts = next.split("\\.", 2);
        return Ids.of("trigger", finished.id(), parts[0], parts[1]);
    }
}
