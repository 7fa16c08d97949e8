package sh.keptn.translator.lower;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.uniform.ServiceEvent;

/** Resolves what a service listens to into the stamp's kinds, with task, or stage and sequence. */
final class EventKinds {

    private static final List<String> TASK_PHASES = List.of("triggered", "started", "status.changed", "finished");
    private static final List<String> SEQUENCE_PHASES = List.of("triggered", "started", "in-progress", "finished");

    private final Set<String> tasks = new HashSet<>();
    private final Set<String> sequences = new HashSet<>();

    EventKinds(Shipyard shipyard) {
        shipyard.stages()
                .forEach(stage -> stage.sequences().forEach(sequence -> {
                    sequences.add(sequence.name());
                    sequence.tasks().forEach(task -> tasks.add(task.name()));
                }));
    }

    /** Fields of the stamp; an empty one matches anything. */
    record Selected(List<String> kinds, Optional<String> task, Optional<String> stage, Optional<String> sequence) {
        Selected {
            kinds = List.copyOf(kinds);
        }

        /** Whether all of these events carry a result. */
        boolean isFinished() {
            return kinds.stream().allMatch(kind -> kind.endsWith(".finished"));
        }
    }

    /** A single name is a task, unless only sequences have it. */
    Selected of(ServiceEvent event) {
        if (event.isEverything()) {
            List<String> all = new java.util.ArrayList<>(kinds("task.", TASK_PHASES, ServiceEvent.ANY));
            all.addAll(kinds("sequence.", SEQUENCE_PHASES, ServiceEvent.ANY));
            return new Selected(all, Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (!event.second().isEmpty()) {
            return ofSequence(named(event.first()), named(event.second()), event.phase());
        }
        boolean isSequence = !tasks.contains(event.first())
                && sequences.contains(event.first())
                && !event.phase().equals("status.changed");
        if (isSequence) {
            return ofSequence(Optional.empty(), Optional.of(event.first()), event.phase());
        }
        String phase = event.phase().equals("in-progress") ? "status.changed" : event.phase();
        return new Selected(
                kinds("task.", TASK_PHASES, phase), named(event.first()), Optional.empty(), Optional.empty());
    }

    private static Selected ofSequence(Optional<String> stage, Optional<String> sequence, String phase) {
        String canonical = phase.equals("status.changed") ? "in-progress" : phase;
        return new Selected(kinds("sequence.", SEQUENCE_PHASES, canonical), Optional.empty(), stage, sequence);
    }

    private static List<String> kinds(String prefix, List<String> phases, String phase) {
        return phases.stream()
                .filter(candidate -> phase.equals(ServiceEvent.ANY) || phase.equals(candidate))
                .map(candidate -> prefix + candidate)
                .toList();
    }

    private static Optional<String> named(String part) {
        return part.equals(ServiceEvent.ANY) ? Optional.empty() : Optional.of(part);
    }
}
