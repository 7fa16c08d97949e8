package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.shipyard.Parallel;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;

/**
 * The names of all states that some steps need. The states of tasks are named first, so that our own make way. Equal tasks
 * are different states: they are told apart by identity.
 */
final class StepNames {

    private final StateNames names = new StateNames();
    private final IdentityHashMap<Object, String> states = new IdentityHashMap<>();
    private final IdentityHashMap<Task, String> waits = new IdentityHashMap<>();
    private final IdentityHashMap<Task, String> progressed = new IdentityHashMap<>();
    private final String complete;

    StepNames(List<Step> steps) {
        List<Task> outer = new ArrayList<>();
        List<Parallel> parallels = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Parallel parallel) {
                parallels.add(parallel);
                parallel.branches().forEach(outer::addAll);
            } else if (step instanceof Task task) {
                outer.add(task);
            }
        }
        put(states, outer, names.ofTasks(outer));
        for (Task task : outer) {
            Task.Progress progress = task.progress();
            if (progress != null) {
                put(states, progress.tasks(), names.ofNested(of(task), progress.tasks()));
            }
        }
        List<Task> delayed = steps.stream()
                .flatMap(Step::tasks)
                .filter(task -> TaskStates.delay(task).isPresent())
                .toList();
        put(waits, delayed, names.ofWaits(delayed));
        complete = names.ofOurs("complete");
        for (int number = 1; number <= parallels.size(); number++) {
            String name = parallels.size() == 1 ? "parallel" : "parallel (" + number + ")";
            states.put(parallels.get(number - 1), names.ofOurs(name));
        }
    }

    /** The state of a task, or the one that runs branches. */
    String of(Step step) {
        return known(states.get(step), step);
    }

    /** The wait before a delayed task. */
    String waitBefore(Task task) {
        return known(waits.get(task), task);
    }

    /** The choice after a task that may report progress. */
    String progressed(Task task) {
        return progressed.computeIfAbsent(task, asked -> names.ofOurs(of(asked) + " progressed"));
    }

    /** The state that prepares a loop; to be asked for once. */
    String before(Task task) {
        return names.ofOurs("before " + of(task));
    }

    /** The state that completes the run. */
    String complete() {
        return complete;
    }

    private static <T extends Step> void put(
            IdentityHashMap<? super T, String> map, List<T> steps, List<String> names) {
        for (int i = 0; i < steps.size(); i++) {
            map.put(steps.get(i), names.get(i));
        }
    }

    private static String known(@Nullable String name, Step step) {
        if (name == null) {
            throw new IllegalStateException("no name for the step at " + step.position());
        }
        return name;
    }
}
