package sh.keptn.controlplane.lifecycle;

import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;

/**
 * Pauses and resumes contexts: while one is paused no task is asked for. What runs goes on and its answers count, as in
 * Keptn; the next task is held, and its time does not run. A stage that is to be free while a delivery waits is free meanwhile.
 * Companions are not paused: a rollback that has begun is not left half done, and keeps its stage.
 */
public final class PauseSequences {

    private final Decider decider;

    PauseSequences(Decider decider) {
        this.decider = decider;
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
                work.effect(project, context, new Effect.Settle());
            }
            return row.open() > 0;
        });
    }

    /**
     * Asks for the tasks that were held, and holds none any more. Where another context has taken a stage meanwhile, they wait
     * for it.
     *
     * @param stage only of this stage, null for all
     * @return false where it was not paused
     */
    public boolean resume(String project, String context, @Nullable String stage) {
        return decider.decide(work -> {
            ContextRow row = work.context(project, context);
            boolean wasPaused = row.isPausedAt(stage);
            if (wasPaused) {
                work.write(ContextRow.TABLE, row.resumedAt(stage));
                work.effect(project, context, new Effect.Settle());
            }
            return wasPaused;
        });
    }
}
