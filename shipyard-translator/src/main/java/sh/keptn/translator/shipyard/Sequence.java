package sh.keptn.translator.shipyard;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A sequence of steps.
 *
 * @param companions what runs after it has ended, in this order
 * @param triggers each of them starts the sequence
 * @param position of the name
 */
public record Sequence(
        String name,
        List<Step> steps,
        Map<Companion, List<Step>> companions,
        List<Trigger> triggers,
        SourcePosition position) {
    public Sequence {
        steps = List.copyOf(steps);
        EnumMap<Companion, List<Step>> ordered = new EnumMap<>(Companion.class);
        companions.forEach((companion, its) -> ordered.put(companion, List.copyOf(its)));
        companions = Collections.unmodifiableMap(ordered);
        triggers = List.copyOf(triggers);
    }

    /** This sequence, started by what starts the other one too. */
    Sequence withTriggersOf(Sequence other) {
        return new Sequence(
                name,
                steps,
                companions,
                Stream.concat(triggers.stream(), other.triggers.stream()).toList(),
                position);
    }

    /** All tasks in the order of the file: of steps, of parallel branches, those that follow progress, those of companions. */
    public List<Task> tasks() {
        return Stream.concat(steps.stream(), companions.values().stream().flatMap(List::stream))
                .flatMap(Step::tasks)
                .toList();
    }
}
