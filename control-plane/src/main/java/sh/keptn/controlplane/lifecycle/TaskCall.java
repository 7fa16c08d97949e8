package sh.keptn.controlplane.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.events.Json;

/**
 * The payload with which a task state calls DispatchTask.
 *
 * @param token answers the state
 * @param sequence id of the sequence
 * @param execution reference of the execution
 * @param redrive how often the execution was redriven
 * @param state name of the state
 * @param retry how often the state was retried since it was entered
 * @param turn of the loop that the state is in, else 0
 * @param continueOnFail a failing task leads to the next step
 * @param place where the task stands in its machine
 * @param turns how often a task that reports progress is asked at most, 0 where it is not in a loop
 * @param timeoutSeconds the task's own limit
 * @param payload all of it
 */
public record TaskCall(
        String token,
        String sequence,
        String execution,
        int redrive,
        String state,
        int retry,
        int turn,
        String task,
        boolean continueOnFail,
        TaskPlace place,
        int turns,
        long timeoutSeconds,
        Map<String, @Nullable Object> properties,
        Map<String, @Nullable Object> payload) {

    /** Reads the payload as the translator lowers it. */
    public static TaskCall of(Map<String, ? extends @Nullable Object> payload) {
        Map<String, @Nullable Object> task = Json.child(payload, "task");
        return new TaskCall(
                text(payload, "token"),
                text(payload, "sequence"),
                text(payload, "execution"),
                number(payload, "redrive"),
                text(payload, "state"),
                number(payload, "retry"),
                number(payload, "turn"),
                text(task, "name"),
                "continue".equals(task.get("onFail")),
                new TaskPlace(
                        number(task, "index"),
                        number(task, "parallel"),
                        number(task, "branch"),
                        TaskPlace.Progress.of(Json.text(task, "progress")),
                        TaskPlace.Rest.of(Json.text(task, "rest"))),
                number(task, "turns"),
                number(task, "timeoutSeconds"),
                Json.child(task, "properties"),
                new LinkedHashMap<>(payload));
    }

    private static String text(Map<String, ? extends @Nullable Object> map, String key) {
        String text = Json.text(map, key);
        if (text == null) {
            throw new IllegalStateException("DispatchTask was called without `" + key + "`");
        }
        return text;
    }

    private static int number(Map<String, ? extends @Nullable Object> map, String key) {
        return map.get(key) instanceof Number number ? Math.toIntExact(number.longValue()) : 0;
    }
}
