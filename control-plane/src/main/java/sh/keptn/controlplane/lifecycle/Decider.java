package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.controlplane.rows.EffectRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Takes decisions: again while rows change under it, then stored at once, then their effects in order. */
final class Decider {

    private static final int TRIES = 200;

    private final Store store;
    private final Clock clock;
    private final Consumer<List<EffectRow>> effects;

    /** @param effects does effects in order, or leaves them to somebody else */
    Decider(Store store, Clock clock, Consumer<List<EffectRow>> effects) {
        this.store = store;
        this.clock = clock;
        this.effects = effects;
    }

    /** Stores what the function decides and does its effects. The function may be called several times. */
    <T> T decide(Function<UnitOfWork, T> decision) {
        for (int i = 0; i < TRIES; i++) {
            UnitOfWork work = new UnitOfWork(store, clock.instant());
            T result = decision.apply(work);
            if (work.commit()) {
                effects.accept(work.effects());
                return result;
            }
        }
        throw new StoreUnavailableException(
                "rows changed under " + TRIES + " tries of one decision", new IllegalStateException("contention"));
    }

    /** Does the effects of a context that its deciders have left undone. */
    void resume(String project, String context) {
        // The newest rows, because marks are not waited for; an effect is not done before its decision is durable.
        List<EffectRow> undone = store.newest(EffectRow.partition(project, context), "").stream()
                .map(Effects::decode)
                .toList();
        if (!undone.isEmpty()) {
            store.settle();
            effects.accept(undone);
        }
    }
}
