package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.translator.asl.JsonataExpression;
import sh.keptn.translator.asl.Retrier;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.asl.StateMachine;
import sh.keptn.translator.shipyard.GoDuration;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Task;

/** A sequence to its state machine: one state for each task, a wait before delayed ones, and the state that completes it. */
public final class SequenceLowering {

    private static final JsonataExpression INPUT = new JsonataExpression("$states.input");
    private static final Map<String, JsonataExpression> EXECUTION = execution();

    /** The state's own limit is a backstop: the task's limit stands still while it is held. */
    private static final long BACKSTOP_SECONDS = 90L * 86_400;

    private static final long MAX_SECONDS = 99_999_999;
    private static final long DEFAULT_TIMEOUT = 86_400;
    private static final long APPROVAL_TIMEOUT = 30 * DEFAULT_TIMEOUT;
    private static final int COMPLETE_TIMEOUT = 300;

    private static final List<Retrier> TASK_RETRIERS = List.of(
            new Retrier(List.of("Keptn.TaskFailed", "Keptn.TaskTimedOut", "Keptn.Aborted", "States.Timeout"), 0, null),
            new Retrier(List.of("States.ALL"), 6, new Retrier.Backoff(1, 2, 30)));
    private static final List<Retrier> COMPLETE_RETRIERS =
            List.of(new Retrier(List.of("States.ALL"), 8, new Retrier.Backoff(1, 2, 60)));

    private SequenceLowering() {}

    /** The machine of a sequence that has tasks. */
    public static StateMachine lower(String project, String stage, Sequence sequence) {
        List<Task> tasks = sequence.tasks();
        List<Task> delayed =
                tasks.stream().filter(task -> delay(task).isPresent()).toList();
        StateNames names = new StateNames();
        List<String> taskNames = names.ofTasks(tasks);
        List<String> waitNames = names.ofWaits(delayed);
        String complete = names.ofOurs("complete");

        List<State> states = new ArrayList<>();
        states.add(complete(complete));
        String next = complete;
        int wait = delayed.size();
        for (int index = tasks.size() - 1; index >= 0; index--) {
            Task task = tasks.get(index);
            states.add(0, task(task, index, taskNames.get(index), next));
            next = taskNames.get(index);
            Optional<Integer> delay = delay(task);
            if (delay.isPresent()) {
                wait--;
                states.add(0, new State.Wait(waitNames.get(wait), line(task.position()), delay.get(), next));
                next = waitNames.get(wait);
            }
        }
        String comment = project + " " + stage + "." + sequence.name() + ", " + line(sequence.position());
        return new StateMachine(withoutPlaceholders(comment), states);
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

    private static State task(Task task, int index, String name, String next) {
        long timeout = timeout(task);
        Map<String, @Nullable Object> dispatched = new LinkedHashMap<>();
        dispatched.put("index", index);
        dispatched.put("name", AuthorText.literal(task.name()));
        dispatched.put("onFail", "end");
        dispatched.put("timeoutSeconds", timeout);
        dispatched.put("properties", AuthorText.literal(task.properties()));
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("token", new JsonataExpression("$states.context.Task.Token"));
        payload.putAll(EXECUTION);
        payload.put("state", new JsonataExpression("$states.context.State.Name"));
        payload.put("retry", new JsonataExpression("$states.context.State.RetryCount"));
        payload.put("turn", 0);
        payload.put("task", dispatched);
        return new State.CallFunction(
                name,
                line(task.position()),
                "${DispatchTask}",
                true,
                payload,
                (int) Math.min(timeout + BACKSTOP_SECONDS, MAX_SECONDS),
                TASK_RETRIERS,
                INPUT,
                next);
    }

    private static State complete(String name) {
        return new State.CallFunction(
                name,
                "emits <stage>.<sequence>.finished, hands the lease on; idempotent",
                "${CompleteSequence}",
                false,
                new LinkedHashMap<>(EXECUTION),
                COMPLETE_TIMEOUT,
                COMPLETE_RETRIERS,
                new JsonataExpression("$states.result.Payload"),
                null);
    }

    /** Whole seconds; empty where there is no delay, or a text that is none, which the checks have reported. */
    private static Optional<Integer> delay(Task task) {
        return Optional.ofNullable(task.triggeredAfter())
                .flatMap(after -> GoDuration.seconds(after.text()))
                .map(seconds -> (int) Math.min(seconds, MAX_SECONDS));
    }

    private static long timeout(Task task) {
        return Optional.ofNullable(task.timeout())
                .flatMap(timeout -> GoDuration.secondsOrNumber(timeout.text()))
                .filter(seconds -> seconds > 0)
                .map(seconds -> Math.min(seconds, MAX_SECONDS))
                .orElse(task.name().equals("approval") ? APPROVAL_TIMEOUT : DEFAULT_TIMEOUT);
    }

    private static String line(SourcePosition position) {
        return withoutPlaceholders(position.file() + ":" + position.line());
    }

    private static String withoutPlaceholders(String comment) {
        return comment.replace("${", "$ {");
    }
}
