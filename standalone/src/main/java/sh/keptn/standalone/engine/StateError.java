package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** An error inside a state, as Retry and Catch see it. */
final class StateError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String QUERY_EVALUATION = "States.QueryEvaluationError";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String RUNTIME = "States.Runtime";
    static final String TIMEOUT = "States.Timeout";
    static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";

    private final String error;
    private final @Nullable String errorCause;
    private final @Nullable String location;

    StateError(String error, @Nullable String errorCause, @Nullable String location) {
        super(error + ": " + errorCause, null, false, false);
        this.error = error;
        this.errorCause = errorCause;
        this.location = location;
    }

    String error() {
        return error;
    }

    /** The name that the log and a Catcher's output show: a missing heartbeat is a timeout there. */
    String shown() {
        return error.equals(HEARTBEAT_TIMEOUT) ? TIMEOUT : error;
    }

    @Nullable
    String errorCause() {
        return errorCause;
    }

    /** The field whose evaluation failed, null for errors of tasks. */
    @Nullable
    String location() {
        return location;
    }
}
