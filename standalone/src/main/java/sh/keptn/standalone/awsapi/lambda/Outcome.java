package sh.keptn.standalone.awsapi.lambda;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/** What became of an invocation. */
public sealed interface Outcome {

    /** The function has returned JSON text. */
    record Returned(String payload) implements Outcome {}

    /**
     * The function has failed, or could not be run.
     *
     * @param payload JSON text with {@code errorType} and {@code errorMessage}, or whatever the runtime has sent
     */
    record Failed(String payload) implements Outcome {

        static Failed of(String errorType, String message) {
            return new Failed(Json.write(Map.of("errorType", errorType, "errorMessage", message)));
        }

        /** The error's type; null where the payload has none. */
        @Nullable
        public String errorType() {
            try {
                return Json.text(Json.parseObject(payload), "errorType");
            } catch (JsonException e) {
                return null;
            }
        }

        /** The error's name in a state machine: "Handling errors in Step Functions workflows", Lambda.Unknown. */
        public String error() {
            return Objects.requireNonNullElse(errorType(), "Lambda.Unknown");
        }

        /** The error's cause in a state machine. */
        public String cause() {
            return errorType() == null
                    ? "The cause could not be determined because Lambda did not return an error type. Returned"
                            + " payload: "
                            + payload
                    : payload;
        }
    }

    /** Lambda itself has refused: there is no such function, or nobody has taken the invocation. */
    record Refused(int status, String error, String message) implements Outcome {

        /** The status of what may be asked for again later. */
        static final int THROTTLED = 429;

        /** Whether there was no room for the invocation, or nobody free to take it. */
        public boolean isThrottled() {
            return status == THROTTLED;
        }
    }
}
