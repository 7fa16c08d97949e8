package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Ends tasks that nobody has started or finished in time. */
final class Timeouts {

    private final Decider decider;

    Timeouts(Decider decider) {
        this.decider = decider;
    }

    /**
     * Ends the task if its time is over.
     *
     * @param allMayStart until then no task service is too late to start
     */
    void end(Key task, Instant allMayStart) {
        decider.decide(work -> {
            work.read(TaskRow.TABLE, task).filter(TaskRow::isOpen).ifPresent(open -> end(work, open, allMayStart));
            return task;
        });
    }

    private static void end(UnitOfWork work, TaskRow task, Instant allMayStart) {
        boolean idle = !work.now().isBefore(task.startBy())
                && !work.now().isBefore(allMayStart)
                && (task.expected().isEmpty() || !task.notStarted().isEmpty());
        if (!endLate(work, task) && idle) {
            giveUp(work, task, notStarted(task));
        }
    }

    /** Ends the task if it is open although its deadline has passed, and tells whether it was. */
    static boolean endLate(UnitOfWork work, TaskRow task) {
        boolean isLate = task.isOpen() && !work.now().isBefore(task.giveUpAt());
        if (isLate) {
            giveUp(work, task, "`" + task.dispatch().task() + "` had not finished when its time was over");
        }
        return isLate;
    }

    private static void giveUp(UnitOfWork work, TaskRow task, String why) {
        Tasks.giveUp(work, Sequences.of(work, task), task, why, Tasks.TIMED_OUT);
    }

    private static String notStarted(TaskRow task) {
        String who = task.expected().isEmpty()
                ? "no task service of the uniform handles `" + task.dispatch().task() + "`, and nobody else has"
                : "task service " + String.join(", ", task.notStarted()) + " has not";
        return who + " started `" + task.dispatch().task() + "` within " + DispatchTask.START_WITHIN.toMinutes()
                + " minutes";
    }
}
