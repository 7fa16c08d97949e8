package sh.keptn.controlplane.lifecycle;

import java.util.List;
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
 */
public record ContextStatus(
        boolean known, boolean finished, List<SequenceRow> sequences, List<TaskRow> open, List<Queued> queued) {
    public ContextStatus {
        sequences = List.copyOf(sequences);
        open = List.copyOf(open);
        queued = List.copyOf(queued);
    }

    /**
     * A sequence that waits for its turn.
     *
     * @param services those that it waits for
     * @param contexts those that hold or wait for them before it
     */
    public record Queued(String stage, String sequence, List<String> services, List<String> contexts) {
        public Queued {
            services = List.copyOf(services);
            contexts = List.copyOf(contexts);
        }
    }
}
