package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** A function failed with an error that state machines know by name; {@code States.Timeout} counts as a timeout. */
public final class FunctionFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final @Nullable String failureCause;

    public FunctionFailed(String error, @Nullable String failureCause) {
        super(error + ": " + failureCause);
        this.error = error;
        this.failureCause = failureCause;
    }

    String error() {
        return error;
    }

    @Nullable
    String failureCause() {
        return failureCause;
    }
}
