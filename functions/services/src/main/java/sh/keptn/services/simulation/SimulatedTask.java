package sh.keptn.services.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;

/**
 * One entry of an answers file. What is null matches anything.
 *
 * @param progress data of the answers before the last one
 */
record SimulatedTask(
        @Nullable String stage,
        @Nullable String sequence,
        @Nullable String task,
        OptionalInt occurrence,
        List<Map<String, @Nullable Object>> progress,
        TaskAnswer.Finished answer,
        Duration delay) {

    boolean matches(TaskRequest request) {
        return names(String.valueOf(request.event().dataText("stage")), request.sequence(), request.task())
                && (occurrence.isEmpty() || matches(occurrence.getAsInt(), request));
    }

    /** Whether it is for some dispatch of the task. */
    boolean names(String ofStage, String ofSequence, String name) {
        return (stage == null || stage.equals(ofStage))
                && (sequence == null || sequence.equals(ofSequence))
                && (task == null || task.equals(name));
    }

    /** The steps of a loop are dispatches too: an entry with progress goes along with the loop whose start it names. */
    private boolean matches(int wanted, TaskRequest request) {
        return wanted == request.occurrence()
                || (!progress.isEmpty() && wanted == request.occurrence() - iteration(request));
    }

    SimulatedAnswer answer(TaskRequest request) {
        long iteration = iteration(request);
        return new SimulatedAnswer(
                iteration < progress.size()
                        ? new TaskAnswer.Progressed("simulated", progress.get((int) iteration))
                        : answer,
                delay);
    }

    private static long iteration(TaskRequest request) {
        return Json.child(request.event().data(), request.task()).get("iteration") instanceof Number number
                ? Math.max(0, number.longValue())
                : 0;
    }
}
