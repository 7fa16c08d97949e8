package sh.keptn.translator.lower;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.GoDuration;
import sh.keptn.translator.asl.JsonataExpression;
import sh.keptn.translator.asl.Retrier;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.shipyard.Task;

/** The states that call functions: one that dispatches a task and waits for its answer, and the one that completes a run. */
final class TaskStates {

    static final JsonataExpression INPUT = new JsonataExpression("$states.input");

    private static final Map<String, JsonataExpression> EXECUTION = execution();

    /** The state's own limit is a backstop: the task's limit stands still while it is held. */
    private static final long BACKSTOP_SECONDS = 90L * 86_400;

    private static final long MAX_SECONDS = 99_999_999;
    private static final long DEFAULT_TIMEOUT = 86_400;
    private static final long APPROVAL_TIMEOUT = 30 * DEFAULT_TIMEOUT;
    private static final int COMPLETE_TIMEOUT = 300;

    /** How often a task is dispatched again at most, each time it is entered. */
    static final int TASK_RETRIES = 6;

    /** The same of the state that completes a run. */
    static final int COMPLETE_RETRIES = 8;

    private static final List<Retrier> TASK_RETRIERS = List.of(
            new Retrier(List.of("Keptn.TaskFailed", "Keptn.TaskTimedOut", "Keptn.Aborted", "States.Timeout"), 0, null),
            new Retrier(List.of("States.ALL"), TASK_RETRIES, new Retrier.Backoff(1, 2, 30)));
    private static final List<Retrier> COMPLETE_RETRIERS =
            List.of(new Retrier(List.of("States.ALL"), COMPLETE_RETRIES, new Retrier.Backoff(1, 2, 60)));

    private TaskStates() {}

    /**
     * Where a task stands in its machine, as DispatchTask needs it.
     *
     * @param index of the task in the order of the file, from 0
     * @param turn number, or expression over the loop's variable
     * @param continueOnFail its failing leads to the next state
     * @param more further keys of the dispatched task
     */
    record Place(int index, Object turn, boolean continueOnFail, Map<String, Object> more) {}

    static State.CallFunction dispatch(
            Task task, String name, Place place, Map<String, Object> assign, @Nullable String next) {
        long timeout = timeout(task);
        Map<String, @Nullable Object> dispatched = new LinkedHashMap<>();
        dispatched.put("index", place.index());
        dispatched.put("name", AuthorText.literal(task.name()));
        dispatched.put("onFail", place.continueOnFail() ? "continue" : "end");
        dispatched.put("timeoutSeconds", timeout);
        dispatched.putAll(place.more());
        dispatched.put("properties", AuthorText.literal(task.properties()));
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("token", new JsonataExpression("$states.context.Task.Token"));
        payload.putAll(EXECUTION);
        payload.put("state", new JsonataExpression("$states.context.State.Name"));
        payload.put("retry", new JsonataExpression("$states.context.State.RetryCount"));
        payload.put("turn", place.turn());
        payload.put("task", dispatched);
        return new State.CallFunction(
                name,
                line(task.position()),
                "${DispatchTask}",
                true,
                payload,
                (int) Math.min(timeout + BACKSTOP_SECONDS, MAX_SECONDS),
                TASK_RETRIERS,
                assign,
                INPUT,
                next);
    }

    static State.CallFunction complete(String name, String comment) {
        return new State.CallFunction(
                name,
                comment,
                "${CompleteSequence}",
                false,
                new LinkedHashMap<>(EXECUTION),
                COMPLETE_TIMEOUT,
                COMPLETE_RETRIERS,
                Map.of(),
                new JsonataExpression("$states.result.Payload"),
                null);
    }

    /** Whole seconds to wait before a task; empty for none, or a text that is none, which the checks have reported. */
    static Optional<Integer> delay(Task task) {
        return Optional.ofNullable(task.triggeredAfter())
                .flatMap(after -> GoDuration.seconds(after.text()))
                .map(seconds -> (int) Math.min(seconds, MAX_SECONDS));
    }

    /** A position as comment. */
    static String line(SourcePosition position) {
        return withoutPlaceholders(position.file() + ":" + position.line());
    }

    /** A comment in which a publisher finds nothing to fill. */
    static String withoutPlaceholders(String comment) {
        return comment.replace("${", "$ {");
    }

    private static long timeout(Task task) {
        return Optional.ofNullable(task.timeout())
                .flatMap(timeout -> GoDuration.secondsOrNumber(timeout.text()))
                .filter(seconds -> seconds > 0)
                .map(seconds -> Math.min(seconds, MAX_SECONDS))
                .orElse(task.isApproval() ? APPROVAL_TIMEOUT : DEFAULT_TIMEOUT);
    }

    private static Map<String, JsonataExpression> execution() {
        Map<String, JsonataExpression> execution = new LinkedHashMap<>();
        execution.put("sequence", new JsonataExpression("$states.context.Execution.Input.sequence"));
        execution.put("execution", new JsonataExpression("$states.context.Execution.Id"));
        execution.put(
                "redrive",
                new JsonataExpression("$exists($states.context.Execution.RedriveCount) ?"
                        + " $states.context.Execution.RedriveCount : 0"));
        return execution;
    }
}
