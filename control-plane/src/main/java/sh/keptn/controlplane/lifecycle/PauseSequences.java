package sh.keptn.controlplane.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.Json;

/**
 * Pauses and resumes contexts: while one is paused no task is asked for. What runs goes on and its answers count, as in
 * Keptn; the next task is held, and its time does not run.
 */
public final class PauseSequences {

    /** A decision has at most 100 writes, and a dispatch about ten. */
    private static final int AT_ONCE = 5;

    private final Decider decider;
    private final Store store;
    private final DispatchTask dispatchTask;

    PauseSequences(Decider decider, Store store, DispatchTask dispatchTask) {
        this.decider = decider;
        this.store = store;
        this.dispatchTask = dispatchTask;
    }

    /**
     * Asks for no more tasks of a context.
     *
     * @param stage only of this stage, null for all
     * @return false where nothing of it runs any more
     */
    public boolean pause(String project, String context, @Nullable String stage) {
        return decider.decide(work -> {
            ContextRow row = work.context(project, context);
            ContextRow after = row.pausedAt(stage);
            if (row.open() > 0 && !row.equals(after)) {
                work.write(ContextRow.TABLE, after);
            }
            return row.open() > 0;
        });
    }

    /**
     * Asks for the tasks that were held, and holds none any more. Where the process ends in the middle, the rest is still held
     * and the context still paused.
     *
     * @param stage only of this stage, null for all
     * @return false where it was not paused
     */
    public boolean resume(String project, String context, @Nullable String stage) {
        boolean wasPaused = false;
        for (boolean done = false; !done; ) {
            List<String> sequences = sequences(project, context);
            wasPaused |= decider.decide(work -> work.context(project, context).isPausedAt(stage));
            done = decider.decide(work -> release(work, project, context, stage, sequences));
        }
        return wasPaused;
    }

    /** Returns whether nothing is held any more. */
    private boolean release(
            UnitOfWork work, String project, String context, @Nullable String stage, List<String> sequences) {
        ContextRow before = work.context(project, context);
        ContextRow after = before.resumedAt(stage);
        int left = AT_ONCE;
        for (String sequence : sequences) {
            SequenceRow row =
                    work.read(SequenceRow.TABLE, SequenceRow.key(sequence)).orElse(null);
            if (row == null || after.isPaused(row.stage())) {
                continue;
            }
            for (HeldRow held :
                    work.find(HeldRow.TABLE, SequenceRow.partition(sequence), HeldRow.PREFIX, any -> true)) {
                if (left-- == 0) {
                    return false;
                }
                dispatchTask.release(work, held);
            }
        }
        if (before.isPausedAt(stage)) {
            work.write(ContextRow.TABLE, work.context(project, context).resumedAt(stage));
        }
        return true;
    }

    private List<String> sequences(String project, String context) {
        return store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(Json.parseObject(item.body())).sequence())
                .toList();
    }
}
