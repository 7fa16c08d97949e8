package sh.keptn.services.approval;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;

/**
 * Approves by strategy what may go on by itself, and leaves the rest to a person.
 *
 * <p>Reads {@code data.result}, else {@code data.evaluation.result}, and {@code data.approval: {pass, warning}} with the
 * strategies {@code automatic} and {@code manual}. A pass or a warning whose strategy is automatic is approved, and the
 * answer's result is pass in both cases; a fail is declined whatever the strategies say. Everything else stays open: a manual
 * strategy, one that is missing or misspelled, no result (Keptn 1.x, approval-service).
 */
public final class ApprovalService implements TaskService {

    @Override
    public TaskAnswer apply(TaskRequest request) {
        Map<String, @Nullable Object> data = request.event().data();
        String result = result(data);
        return switch (result) {
            case "fail" -> TaskAnswer.Finished.fail("declined by the automatic strategy: the result is fail", Map.of());
            case "pass", "warning" ->
                decide(result, Json.child(data, "approval").get(result));
            case "" -> new TaskAnswer.Pending("waits for a manual decision: there is no result to decide by");
            default ->
                new TaskAnswer.Pending(
                        "waits for a manual decision: the result is `" + result + "`, expected pass, warning or fail");
        };
    }

    private static TaskAnswer decide(String result, @Nullable Object strategy) {
        if ("automatic".equals(strategy)) {
            return TaskAnswer.Finished.pass(
                    "approved: the strategy for the result " + result + " is automatic", Map.of());
        }
        String wait = "waits for a manual decision: the strategy for the result " + result + " is ";
        if (strategy == null || "".equals(strategy)) {
            return new TaskAnswer.Pending(wait + "not set");
        }
        return new TaskAnswer.Pending(
                "manual".equals(strategy)
                        ? wait + "manual"
                        : wait + "`" + strategy + "`, expected automatic or manual");
    }

    private static String result(Map<String, @Nullable Object> data) {
        String result = Json.text(data, "result");
        if (result == null || result.isEmpty()) {
            result = Json.text(Json.child(data, "evaluation"), "result");
        }
        return result == null ? "" : result;
    }
}
