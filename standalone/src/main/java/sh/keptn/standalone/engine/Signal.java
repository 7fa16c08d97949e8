package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** What can happen to an execution from outside. */
sealed interface Signal {

    /** It begins. */
    record Started() implements Signal {}

    /** A function returned a value; {@code whole} values are not wrapped. */
    record Returned(long number, @Nullable Object value, boolean whole) implements Signal {}

    /** A function failed. */
    record Failed(
            long number, @Nullable String error, @Nullable String cause) implements Signal {}

    /** Somebody answered a token. */
    record TokenSucceeded(String token, @Nullable Object output) implements Signal {}

    /** Somebody failed a token. */
    record TokenFailed(
            String token, @Nullable String error, @Nullable String cause) implements Signal {}

    /** Whoever works on a token is alive. */
    record Heartbeat(String token) implements Signal {}

    /** Time has passed; whatever is due happens. */
    record Clock() implements Signal {}

    /** Somebody stopped it. */
    record Stopped(@Nullable String error, @Nullable String cause) implements Signal {}

    /** It goes on where it failed. */
    record Redriven(String clientToken) implements Signal {}
}
