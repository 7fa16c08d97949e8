package sh.keptn.controlplane.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.BusEvent;

/** Decides which task services have to answer a task. */
@FunctionalInterface
public interface ServiceMatcher {

    /** Who has to answer the {@code task.triggered} event. */
    Match match(ActivePlan plan, BusEvent triggered);

    /**
     * The task services that have to answer.
     *
     * @param services sorted; empty where nobody is known to, so that whoever starts first is expected
     * @param refusal why the task fails at once, null if it does not
     */
    record Match(List<String> services, @Nullable String refusal) {
        public Match {
            services = List.copyOf(services);
        }
    }
}
