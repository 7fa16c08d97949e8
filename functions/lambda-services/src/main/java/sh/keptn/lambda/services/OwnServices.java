package sh.keptn.lambda.services;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.events.BusEvent;
import sh.keptn.services.TaskService;

/** The task services of the plan with which an event was made, as far as their tasks are done here. */
final class OwnServices {

    private final Plans plans;
    private final TaskServices services;

    OwnServices(Plans plans, TaskServices services) {
        this.plans = plans;
        this.services = services;
    }

    /** The one of a name; empty where it is not known, others do its tasks, or the project was deleted meanwhile. */
    Optional<TaskService> find(BusEvent event, String name) {
        Map<String, @Nullable Object> stamp = event.stamp();
        Optional<ActivePlan> found =
                plans.find(String.valueOf(stamp.get("project")), String.valueOf(stamp.get("plan")));
        return found.flatMap(plan -> plan.taskService(name).flatMap(service -> services.find(plan, service)));
    }
}
