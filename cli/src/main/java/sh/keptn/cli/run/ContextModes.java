package sh.keptn.cli.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;

/**
 * Remembers of each context in a data folder whether its tasks are simulated, and so decides who has to answer them: also in a
 * process that works for another context.
 */
final class ContextModes implements ServiceMatcher {

    /** The task service that answers simulated tasks. */
    static final String SIMULATION = "simulation";

    private final Store store;
    private final ServiceMatcher uniform = new UniformMatcher(true);

    ContextModes(Store store) {
        this.store = store;
    }

    /** Whether the tasks of a context are simulated, empty if nothing is known of it. */
    Optional<Boolean> isSimulated(String project, String context) {
        return store.get(key(project, context))
                .map(item -> Boolean.TRUE.equals(item.json().get("simulated")));
    }

    /** Remembers it of a context in which nothing was triggered yet. */
    void remember(String project, String context, boolean simulated) {
        Store.Key key = key(project, context);
        long version = store.get(key).map(Store.Item::version).orElse(0L);
        store.transact(List.of(new Store.Write.Put(key, version, Json.write(Map.of("simulated", simulated)), null)));
    }

    @Override
    public Match match(ActivePlan plan, BusEvent triggered) {
        return isSimulated(plan.project(), triggered.event().context()).orElse(false)
                ? new Match(List.of(SIMULATION), null)
                : uniform.match(plan, triggered);
    }

    private static Store.Key key(String project, String context) {
        return new Store.Key("run#" + project + "#" + context, "mode");
    }
}
