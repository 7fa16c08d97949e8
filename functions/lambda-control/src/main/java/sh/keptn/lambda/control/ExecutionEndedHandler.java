package sh.keptn.lambda.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.DeliveryHandler;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;

/**
 * {@code executionEnded}: takes {@code Step Functions Execution Status Change} of the default bus, for executions that have ended
 * otherwise than by their last state (Step Functions, "Automating Step Functions event delivery with EventBridge"). Most have
 * completed their sequence already; then nothing changes.
 */
final class ExecutionEndedHandler implements DeliveryHandler {

    private static final String TYPE = "Step Functions Execution Status Change";

    private final ControlPlane controlPlane;

    ExecutionEndedHandler(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public void handle(Delivery delivery, Invocation invocation) {
        if (!delivery.detailType().equals(TYPE)) {
            throw new InvalidInputException("expected a `" + TYPE + "`, found `" + delivery.detailType() + "`");
        }
        Map<String, @Nullable Object> detail = delivery.detail();
        String status = String.valueOf(detail.get("status"));
        String sequence = sequence(Json.text(detail, "input"));
        if (sequence == null || status.equals("RUNNING") || status.equals("SUCCEEDED")) {
            invocation.log().info("ignored", Map.of("execution", execution(detail), "status", status));
            return;
        }
        int redrives = detail.get("redriveCount") instanceof Number count ? count.intValue() : 0;
        controlPlane.executionEnded(
                sequence, execution(detail), redrives, status.equals("ABORTED"), reason(detail, status));
    }

    private static String execution(Map<String, @Nullable Object> detail) {
        return String.valueOf(detail.get("executionArn"));
    }

    /** Null where the execution is not one that the control plane has started. */
    private static @Nullable String sequence(@Nullable String input) {
        try {
            return input == null ? null : Json.text(Json.parseObject(input), "sequence");
        } catch (JsonException e) {
            return null;
        }
    }

    private static String reason(Map<String, @Nullable Object> detail, String status) {
        String error = Json.text(detail, "error");
        String cause = Json.text(detail, "cause");
        return (error == null ? status : error) + (cause == null ? "" : ": " + cause);
    }
}
