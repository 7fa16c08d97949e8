package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Set;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;

/**
 * How far a context is.
 *
 * @param known whether anything was ever triggered in it
 * @param finished everything has ended and nothing more follows
 * @param sequences those that it has had, in no order
 * @param open tasks that wait for an answer
 * @param queued sequences that wait for others to leave their stage
 * @param paused stages in which no task is asked for, {@code *} for all
 * @param held tasks that are not asked for meanwhile
 */
public record ContextStatus(
        boolean known,
        boolean finished,
        List<SequenceRow> sequences,
        List<TaskRow> open,
        List<Queued> queued,
        Set<String> paused,
        List<Held> held) {
    public ContextStatus {
        paused = Set.copyOf(paused);
        held = List.copyOf(held);
        sequences = List.copyOf(sequences);
        open = List.copyOf(open);
        queued = List.copyOf(queued);
    }

    /** A task that is not asked for while its context is paused. */
    public record Held(String stage, String sequence, String task) {}

    /**
     * A sequence that waits for its turn.
     *
     * @param services those that it waits for
     * @param contexts those that hold or wait for them before it; empty where it waits only because it is paused
     * @param full whether it waits also because so many services are delivered in the stage that it has no room for another one
     */
    public record Queued(String stage, String sequence, List<String> services, List<String> contexts, boolean full) {
        public Queued {
            services = List.copyOf(services);
            contexts = List.copyOf(contexts);
        }
    }
}
