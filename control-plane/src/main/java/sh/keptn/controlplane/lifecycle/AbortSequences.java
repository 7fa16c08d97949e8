package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.Json;

/** Aborts sequences: status aborted, result pass as in Keptn, and nothing follows. */
public final class AbortSequences {

    private final Decider decider;
    private final Store store;

    AbortSequences(Decider decider, Store store) {
        this.decider = decider;
        this.store = store;
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
        Set<String> first = Set.copyOf(sequences);
        while (sequences.size() > seen) {
            seen = sequences.size();
            for (String sequence : sequences) {
                aborted += decider.decide(work -> work.read(SequenceRow.TABLE, SequenceRow.key(sequence))
                        .filter(row -> stage == null || row.stage().equals(stage))
                        // What takes back the aborted work is not aborted with it.
                        .filter(row -> row.companionOf() == null || first.contains(sequence))
                        .map(row -> abort(work, row, stage == null, reason))
                        .orElse(0));
            }
            // Some may have followed meanwhile.
            sequences = sequences(project, context);
        }
        return aborted;
    }

    private List<String> sequences(String project, String context) {
        return store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(Json.parseObject(item.body())).sequence())
                .toList();
    }

    private static int abort(UnitOfWork work, SequenceRow sequence, boolean wholeContext, String reason) {
        if (sequence.phase() != SequenceRow.Phase.FINISHED) {
            abort(work, sequence, reason);
            return 1;
        }
        if (wholeContext && sequence.followers() != null) {
            Sequences.followed(work, sequence);
        }
        return 0;
    }

    private static void abort(UnitOfWork work, SequenceRow sequence, String reason) {
        SequenceRow aborting = sequence.abort();
        List<TaskRow> open = Tasks.open(work, sequence);
        if (!open.isEmpty()) {
            Tasks.giveUp(work, aborting, open.get(0), reason, Tasks.ABORTED);
            return;
        }
        String execution = sequence.execution();
        if (execution != null) {
            work.effect(
                    sequence.project(), sequence.context(), new Effect.StopExecution(execution, Tasks.ABORTED, reason));
        }
        Sequences.complete(work, aborting, Ending.aborted(reason));
    }
}
