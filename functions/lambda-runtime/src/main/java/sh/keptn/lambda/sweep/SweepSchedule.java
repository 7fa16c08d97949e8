package sh.keptn.lambda.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;

/**
 * Keeps the sweep's rule enabled while something is open. Whoever opens something wakes it; two sweeps in a row that find nothing
 * open let it sleep. One row says how it stands, and its version decides between somebody who wakes it and a sweep that lets it
 * sleep at the same time.
 */
public final class SweepSchedule {

    private static final Key KEY = new Key("sweep", "schedule");

    /** The index of what is due may lag behind, so one look is not enough. */
    private static final int LOOKS = 2;

    private final Store store;
    private final SweepRule rule;

    public SweepSchedule(Store store, SweepRule rule) {
        this.store = store;
        this.rule = rule;
    }

    /** Something may have been opened; call it after that is stored. */
    public void wake() {
        while (true) {
            State state = state();
            if (state.enabled() && state.idle() == 0) {
                return;
            }
            // The rule first: if this process ends in between, the next one does it again.
            if (!state.enabled()) {
                rule.enable();
            }
            if (put(state, true, 0)) {
                return;
            }
        }
    }

    /** How it stands; a sweep asks before it looks at what is open. */
    public State state() {
        Optional<Item> item = store.get(KEY);
        Map<String, @Nullable Object> body = item.map(Item::json).orElse(Map.of());
        return new State(
                item.map(Item::version).orElse(0L),
                Boolean.TRUE.equals(body.get("enabled")),
                body.get("idle") instanceof Number idle ? idle.intValue() : 0);
    }

    /** A sweep has ended. */
    public void swept(State before, boolean isOpen) {
        if (isOpen) {
            rule.enable();
            if (!before.enabled() || before.idle() > 0) {
                put(before, true, 0);
            }
        } else if (before.enabled() && before.idle() + 1 < LOOKS) {
            put(before, true, before.idle() + 1);
        } else if (!before.enabled() || put(before, false, 0)) {
            sleep();
        }
    }

    private void sleep() {
        rule.disable();
        if (state().enabled()) {
            // Somebody woke it meanwhile, perhaps before it was disabled.
            rule.enable();
        }
    }

    private boolean put(State before, boolean enabled, int idle) {
        String body = Json.write(Map.of("enabled", enabled, "idle", idle));
        return store.transact(List.of(new Write.Put(KEY, before.version(), body, null)));
    }

    /**
     * How it stands.
     *
     * @param version of the row, 0 if there is none
     * @param idle how many sweeps in a row have found nothing open
     */
    public record State(long version, boolean enabled, int idle) {}
}
