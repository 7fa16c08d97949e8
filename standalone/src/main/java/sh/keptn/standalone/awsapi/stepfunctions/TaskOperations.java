package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.StateMachines.TokenAnswer;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.engine.EmbeddedEngine;

/** Answers task tokens. */
final class TaskOperations {

    private static final int TOKEN_LIMIT = 2048;
    private static final int DATA_LIMIT = 262_144;

    private final EmbeddedEngine engine;

    TaskOperations(EmbeddedEngine engine) {
        this.engine = engine;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "SendTaskSuccess", this::succeed,
                "SendTaskFailure", this::fail,
                "SendTaskHeartbeat", this::heartbeat);
    }

    private Map<String, ? extends @Nullable Object> succeed(Caller caller, Parameters request) {
        String token = request.text("taskToken", TOKEN_LIMIT);
        String output = request.text("output", DATA_LIMIT);
        try {
            return answer(token, open -> engine.succeed(open, output));
        } catch (JsonException | IllegalArgumentException e) {
            throw new AwsError("InvalidOutput", "Invalid Output: '" + e.getMessage() + "'");
        }
    }

    private Map<String, ? extends @Nullable Object> fail(Caller caller, Parameters request) {
        String error = request.optionalText("error", 0, 256);
        String cause = request.optionalText("cause", 0, 32_768);
        return answer(request.text("taskToken", TOKEN_LIMIT), token -> engine.fail(token, error, cause));
    }

    private Map<String, ? extends @Nullable Object> heartbeat(Caller caller, Parameters request) {
        return answer(request.text("taskToken", TOKEN_LIMIT), engine::heartbeat);
    }

    private Map<String, ? extends @Nullable Object> answer(String token, Function<String, TokenAnswer> call) {
        String execution = EmbeddedEngine.executionOf(token).orElseThrow(MachineOperations::invalidToken);
        if (engine.execution(execution).isEmpty()) {
            throw new AwsError("TaskDoesNotExist", "Task does not exist: '" + execution + "'");
        }
        if (call.apply(token) == TokenAnswer.GONE) {
            throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
        }
        return Map.of();
    }
}
