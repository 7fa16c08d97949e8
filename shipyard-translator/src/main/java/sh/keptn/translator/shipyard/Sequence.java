package sh.keptn.translator.shipyard;

import java.util.List;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A sequence of tasks.
 *
 * @param triggers each of them starts the sequence
 * @param position of the name
 */
public record Sequence(String name, List<Task> tasks, List<Trigger> triggers, SourcePosition position) {
    public Sequence {
        tasks = List.copyOf(tasks);
        triggers = List.copyOf(triggers);
    }
}
