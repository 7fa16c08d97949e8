package sh.keptn.controlplane.lifecycle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Tells for whom a sender may answer: the plan of the task's sequence says which task services answer by events. */
final class Answerers {

    private final Plans plans;

    Answerers(Plans plans) {
        this.plans = plans;
    }

    /** Whether an event of this sender counts for a task that asks for his answer. */
    boolean mayAnswer(UnitOfWork work, TaskRow task, Sender sender) {
        return refusal(work, task, sender) == null;
    }

    /** Why it does not, in one sentence; null if it does. */
    @Nullable
    String refusal(UnitOfWork work, TaskRow task, Sender sender) {
        if (!sender.byEvents()) {
            return null;
        }
        String name = sender.taskService();
        Optional<ActivePlan.TaskService> service = service(Sequences.of(work, task), name);
        if (service.isEmpty()) {
            return "the uniform has no task service `" + name
                    + "` that would answer by events; add it with `external: true`";
        }
        return service.get().kind().answersByEvents()
                ? null
                : "`" + name
                        + "` is done by the installation, so that nobody answers for it by an event of the bus; others answer by"
                        + " the HTTP API or a link";
    }

    private Optional<ActivePlan.TaskService> service(SequenceRow sequence, String name) {
        return plans.find(sequence.project(), sequence.plan()).flatMap(plan -> plan.taskService(name));
    }
}
