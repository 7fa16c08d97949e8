package sh.keptn.standalone.crash;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.translator.Plan;

/**
 * A run that ends the same however often its process is stopped.
 *
 * @param triggers what is asked for at the beginning
 * @param answers of the task services; the same request always gets the same one
 * @param steps what somebody outside does, one after the other
 */
record Scenario(String name, Plan plan, List<Trigger> triggers, Answers answers, List<Step> steps) {

    Scenario {
        triggers = List.copyOf(triggers);
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What the task services say. */
    @FunctionalInterface
    interface Answers {
        /** The answer of a task service. */
        TaskWorker.Answer answer(String service, TaskRequest request);
    }

    /**
     * A command of somebody who waits for something, and gives it again where the process ends before it has answered.
     *
     * @param when asks the logs of contexts, whenever nothing goes on by itself
     */
    record Step(String name, Predicate<Function<String, Log>> when, Consumer<ControlPlane> command) {}
}
