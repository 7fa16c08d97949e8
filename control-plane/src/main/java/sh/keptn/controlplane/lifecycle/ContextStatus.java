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
 */
public record ContextStatus(boolean known, boolean finished, List<SequenceRow> sequences, List<TaskRow> open) {
    public ContextStatus {
        sequences = List.copyOf(sequences);
        open = List.copyOf(open);
    }
}
