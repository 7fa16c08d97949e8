package sh.keptn.lambda.control;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.ControlAnswer.Verdict;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.SequenceControl;
import sh.keptn.controlplane.report.ContextJson;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.sweep.SweepSchedule;

/**
 * {@code control}: does for a person what {@code keptn sequence} does, and answers with the same JSON. The payload is {@code
 * {"operation": "status", "project": P, "context": C, "stage": S, "reason": R}}; stage and reason may be missing.
 */
final class ControlFunction implements LambdaFunction {

    private static final String STATUS = "status";
    private static final Set<String> OPERATIONS = Set.of("pause", "resume", "abort", "redrive");

    private final ControlPlane controlPlane;
    private final SweepSchedule sweeps;
    private final Clock clock;

    ControlFunction(ControlPlane controlPlane, SweepSchedule sweeps, Clock clock) {
        this.controlPlane = controlPlane;
        this.sweeps = sweeps;
        this.clock = clock;
    }

    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        String operation = Json.text(payload, "operation");
        if (operation == null || !(OPERATIONS.contains(operation) || operation.equals(STATUS))) {
            throw new InvalidInputException("`operation`: expected pause, resume, abort, redrive or status, found "
                    + (operation == null ? "none" : "`" + operation + "`"));
        }
        String project = required(payload, "project");
        String context = required(payload, "context");
        String stage = Json.text(payload, "stage");
        if (operation.equals(STATUS)) {
            return status(project, context, stage);
        }
        ControlAnswer answer = answer(operation, project, context, stage, reason(payload));
        sweeps.wake();
        return ContextJson.answer(project, context, stage, operation, answer);
    }

    private Map<String, @Nullable Object> status(String project, String context, @Nullable String stage) {
        String unknown =
                controlPlane.control().whyUnknown(project, context, stage).orElse(null);
        if (unknown != null) {
            return ContextJson.answer(project, context, stage, STATUS, new ControlAnswer(Verdict.IMPOSSIBLE, unknown));
        }
        ContextDetails details = controlPlane.details(project, context).orElseThrow();
        return ContextJson.details(details, stage, null, clock.instant());
    }

    private ControlAnswer answer(
            String operation, String project, String context, @Nullable String stage, String reason) {
        SequenceControl control = controlPlane.control();
        return switch (operation) {
            case "pause" -> control.pause(project, context, stage);
            case "resume" -> control.resume(project, context, stage);
            case "abort" -> control.abort(project, context, stage, reason);
            default -> control.redrive(project, context, stage);
        };
    }

    private static String reason(Map<String, @Nullable Object> payload) {
        String reason = Json.text(payload, "reason");
        return reason == null || reason.isBlank() ? "aborted by the function control" : reason;
    }

    private static String required(Map<String, @Nullable Object> payload, String key) {
        String text = Json.text(payload, key);
        if (text == null || text.isEmpty()) {
            throw new InvalidInputException("`" + key + "` is missing");
        }
        return text;
    }
}
