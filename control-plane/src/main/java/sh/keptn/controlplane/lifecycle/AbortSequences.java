package sh.keptn.controlplane.lifecycle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
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
        for (Store.Item item : store.query(ContextRow.partition(project, context), SequenceRef.PREFIX)) {
            String sequence = SequenceRef.decode(Json.parseObject(item.body())).sequence();
            aborted += decider.decide(work -> work.read(SequenceRow.TABLE, SequenceRow.key(sequence))
                    .filter(row -> row.phase() != SequenceRow.Phase.FINISHED && !row.aborting())
                    .filter(row -> stage == null || row.stage().equals(stage))
                    .map(row -> abort(work, row, reason))
                    .orElse(0));
        }
        return aborted;
    }

    private int abort(UnitOfWork work, SequenceRow sequence, String reason) {
        SequenceRow aborting = sequence.abort();
        Optional<TaskRow> open = store.query(SequenceRow.partition(sequence.id()), TaskRow.PREFIX).stream()
                .map(Store.Item::key)
                .map(key -> openTask(work, key))
                .flatMap(Optional::stream)
                .findFirst();
        if (open.isPresent()) {
            Tasks.giveUp(work, aborting, open.get(), reason, Tasks.ABORTED);
            return 1;
        }
        String execution = sequence.execution();
        if (execution != null) {
            work.effect(
                    sequence.project(), sequence.context(), new Effect.StopExecution(execution, Tasks.ABORTED, reason));
        }
        Sequences.complete(work, aborting, new Outcome(Outcome.PASS, Outcome.ABORTED, reason), false);
        return 1;
    }

    private static Optional<TaskRow> openTask(UnitOfWork work, Key key) {
        return work.read(TaskRow.TABLE, key).filter(TaskRow::isOpen);
    }
}
