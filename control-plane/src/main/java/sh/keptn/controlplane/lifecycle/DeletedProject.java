package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.queue.Ticket;
import sh.keptn.controlplane.rows.SequenceRow;

/**
 * Ends the sequences of a project that is being deleted: as aborted, without companions, and nothing follows. For after its active plan
 * was taken away, so that nothing starts any more. What is decided is stored, and its effects are left to the sweep.
 */
public final class DeletedProject {

    /** How its sequences end. */
    static final Ending ENDING = Ending.aborted("the project was deleted");

    /** A decision has at most 100 writes, and an end about six. */
    private static final int AT_ONCE = 10;

    private final Decider decider;
    private final CompleteSequence completeSequence;

    public DeletedProject(Store store, Clock clock) {
        this.decider = new Decider(store, clock, effects -> {});
        this.completeSequence = new CompleteSequence(decider);
    }

    /** Ends some of those that wait for a stage to begin; returns whether none is left. */
    public boolean endWaiting(String project, String stage) {
        return decider.decide(work -> {
            List<SequenceRow> waiting = StreamSupport.stream(
                            Queues.tickets(work, project, stage).spliterator(), false)
                    .map(Ticket::sequence)
                    .flatMap(id -> work.read(SequenceRow.TABLE, SequenceRow.key(id)).stream())
                    .filter(row -> row.phase() == SequenceRow.Phase.WAITING)
                    .limit(AT_ONCE)
                    .toList();
            waiting.forEach(row -> Sequences.complete(work, row, ENDING));
            return waiting.size() < AT_ONCE;
        });
    }

    /** Ends the one on which an execution works, which is stopped next; see {@link CompleteSequence#executionEnded}. */
    public void end(String sequence, String execution, int redrives) {
        completeSequence.end(sequence, execution, redrives, ENDING);
    }
}
