package sh.keptn.standalone.awsapi.eventbridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Parameters;

/**
 * What a rule hands its events to.
 *
 * @param json as it was put
 */
record Target(Map<String, @Nullable Object> json) {

    private static final int INPUT_LIMIT = 8192;
    private static final int PATH_LIMIT = 256;

    /** The kinds that events can be handed to here. */
    enum Kind {
        FUNCTION(":lambda:", ":function:"),
        MACHINE(":states:", ":stateMachine:"),
        BUS(":events:", ":event-bus/");

        private final String service;
        private final String resource;

        Kind(String service, String resource) {
            this.service = service;
            this.resource = resource;
        }
    }

    /** Reads and checks a target as PutTargets does. */
    static Target read(Parameters request) {
        String id = request.text("Id", 64);
        String arn = request.text("Arn", 1600);
        if (!arn.startsWith("arn:")) {
            throw invalid("Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct format.");
        }
        Target target = new Target(request.json());
        Kind kind = kind(arn);
        if (kind == null) {
            throw invalid("Target " + id + " is not supported: " + arn
                    + "; a target is a Lambda function, a state machine or an event bus");
        }
        if (kind == Kind.MACHINE && !request.has("RoleArn")) {
            throw invalid("RoleArn is required for target " + arn + ".");
        }
        String input = request.optionalText("Input", 0, INPUT_LIMIT);
        String path = request.optionalText("InputPath", 0, PATH_LIMIT);
        int ways = (input == null ? 0 : 1) + (path == null ? 0 : 1) + (request.has("InputTransformer") ? 1 : 0);
        if (ways > 1) {
            throw invalid("Only one of Input, InputPath, or InputTransformer must be provided for target " + id + ".");
        }
        if (input != null && !isJson(input)) {
            throw invalid("JSON syntax error in input for target " + id + ".");
        }
        if (path != null && !TargetInput.isPath(path)) {
            throw invalid("Invalid InputPath for target " + id + ".");
        }
        if (request.has("InputTransformer")) {
            Parameters transformer = request.child("InputTransformer");
            transformer.text("InputTemplate", INPUT_LIMIT);
            TargetInput.problem(id, transformer.json()).ifPresent(problem -> {
                throw invalid(problem);
            });
        }
        return target;
    }

    String id() {
        return String.valueOf(json.get("Id"));
    }

    String arn() {
        return String.valueOf(json.get("Arn"));
    }

    Kind kind() {
        Kind kind = kind(arn());
        if (kind == null) {
            throw new IllegalStateException("a target that was not checked: " + arn());
        }
        return kind;
    }

    private static @Nullable Kind kind(String arn) {
        for (Kind kind : Kind.values()) {
            if (arn.contains(kind.service) && arn.contains(kind.resource)) {
                return kind;
            }
        }
        return null;
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError("ValidationException", message);
    }
}
