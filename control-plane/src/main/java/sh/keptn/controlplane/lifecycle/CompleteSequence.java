package sh.keptn.controlplane.lifecycle;

import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.DoneTasks;
import sh.keptn.controlplane.rows.SequenceRow;

/** Ends sequences: the function behind the last state, and the net for executions that ended otherwise. */
public final class CompleteSequence {

    private final Decider decider;

    CompleteSequence(Decider decider) {
        this.decider = decider;
    }

    /**
     * All tasks of the sequence have passed; a repeated call changes nothing, and one of an attempt before a redrive
     * neither. Returns how the sequence ended.
     *
     * @param execution reference of the execution whose last state calls
     * @param redrives how often the engine had continued it
     */
    public Outcome complete(String sequence, String execution, int redrives) {
        SequenceRow row = decider.decide(work -> {
            SequenceRow found = work.read(SequenceRow.TABLE, SequenceRow.key(sequence))
                    .orElseThrow(() -> new IllegalStateException("no sequence " + sequence));
            if (found.phase() == SequenceRow.Phase.STARTED && Sequences.isRunBy(found, execution, redrives)) {
                Sequences.complete(work, found, ending(found));
            }
            return found;
        });
        decider.resume(row.project(), row.context());
        return outcome(row);
    }

    /**
     * The execution of a sequence has ended without completing it: an infrastructure error, or somebody stopped it.
     *
     * @param execution its reference
     * @param redrives how often the engine had continued it; the end of an earlier attempt says nothing any more
     * @param stopped it was stopped from outside: nothing follows
     */
    public void executionEnded(String sequence, String execution, int redrives, boolean stopped, String reason) {
        Ending ending = stopped
                ? Ending.aborted("the execution was stopped: " + reason)
                : Ending.finished(Outcome.errored("the execution failed: " + reason));
        end(sequence, execution, redrives, ending);
    }

    /** The same with an ending. */
    void end(String sequence, String execution, int redrives, Ending ending) {
        decider.decide(work -> {
            work.read(SequenceRow.TABLE, SequenceRow.key(sequence))
                    .filter(found -> found.phase() == SequenceRow.Phase.STARTED)
                    .filter(found -> Sequences.isRunBy(found, execution, redrives))
                    .ifPresent(found -> Sequences.complete(work, found, ending));
            return sequence;
        });
    }

    private static Outcome outcome(SequenceRow sequence) {
        return DoneTasks.of(sequence).outcome().orElse(new Outcome(Outcome.PASS, Outcome.SUCCEEDED, ""));
    }

    private static Ending ending(SequenceRow sequence) {
        Outcome outcome = outcome(sequence);
        return DoneTasks.of(sequence).endInProgress() ? Ending.inProgress(outcome.message()) : Ending.finished(outcome);
    }
}
