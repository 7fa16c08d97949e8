package sh.keptn.controlplane.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/**
 * Aborts sequences: status aborted, result pass as in Keptn, and nothing follows. What takes back the aborted work runs, also
 * in a context that was paused.
 */
public final class AbortSequences {

    private final Decider decider;
    private final Store store;
    private final PauseSequences pauseSequences;

    AbortSequences(Decider decider, Store store, PauseSequences pauseSequences) {
        this.decider = decider;
        this.store = store;
        this.pauseSequences = pauseSequences;
    }

    /**
     * Aborts what has not ended of a context.
     *
     * @param stage only this stage's sequences, null for all
     * @return how many were aborted
     */
    public int abort(String project, String context, @Nullable String stage, String reason) {
        int aborted = 0;
        int seen = 0;
        List<String> sequences = sequences(project, context);
        while (sequences.size() > seen) {
            seen = sequences.size();
            for (String sequence : sequences) {
                aborted += decider.decide(work -> work.read(SequenceRow.TABLE, SequenceRow.key(sequence))
                        .filter(row -> stage == null || row.stage().equals(stage))
                        .map(row -> abort(work, row, stage == null, reason))
                        .orElse(0));
            }
            // Some may have followed meanwhile.
            sequences = sequences(project, context);
        }
        // A redrive is not held by a pause that was meant for what was aborted.
        pauseSequences.resume(project, context, stage);
        return aborted;
    }

    private List<String> sequences(String project, String context) {
        return store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(item.json()).sequence())
                .toList();
    }

    private static int abort(UnitOfWork work, SequenceRow sequence, boolean wholeContext, String reason) {
        if (sequence.phase() != SequenceRow.Phase.FINISHED) {
            return abortRunning(work, sequence, reason);
        }
        if (wholeContext && sequence.followers() != null) {
            Sequences.followed(work, sequence);
        }
        return 0;
    }

    /** What takes back aborted work is not aborted with it, and not by another call either. */
    private static int abortRunning(UnitOfWork work, SequenceRow sequence, String reason) {
        SequenceRow.CompanionOf companion = sequence.companionOf();
        if (companion != null) {
            SequenceRow main = work.read(SequenceRow.TABLE, SequenceRow.key(companion.sequence()))
                    .orElseThrow(() -> new IllegalStateException("companion of no sequence: " + companion));
            if (main.aborting()) {
                return 0;
            }
            work.write(SequenceRow.TABLE, main.abort());
        }
        abort(work, sequence, reason);
        return 1;
    }

    private static void abort(UnitOfWork work, SequenceRow sequence, String reason) {
        SequenceRow aborting = sequence.abort();
        List<TaskRow> open = Tasks.open(work, sequence).stream()
                .filter(task -> task.dispatch().asker() == null)
                .toList();
        if (!open.isEmpty()) {
            Tasks.giveUp(work, aborting, open.get(0), reason, Tasks.ABORTED);
            return;
        }
        if (sequence.phase() == SequenceRow.Phase.STARTED) {
            work.effect(
                    sequence.project(),
                    sequence.context(),
                    new Effect.StopExecution(
                            sequence.execution(),
                            sequence.machine(),
                            Sequences.executionName(sequence),
                            sequence.id(),
                            Tasks.ABORTED,
                            reason));
        }
        Sequences.complete(work, aborting, Ending.aborted(reason));
    }
}
