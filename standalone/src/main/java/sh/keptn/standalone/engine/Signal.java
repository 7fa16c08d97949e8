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

    /** Said by somebody who has a token. */
    sealed interface OfToken extends Signal {
        String token();
    }

    /** Somebody answered a token. */
    record TokenSucceeded(String token, @Nullable Object output) implements OfToken {}

    /** Somebody failed a token. */
    record TokenFailed(
            String token, @Nullable String error, @Nullable String cause) implements OfToken {}

    /** Whoever works on a token is alive. */
    record Heartbeat(String token) implements OfToken {}

    /** Time has passed; whatever is due happens. */
    record Clock() implements Signal {}

    /** Somebody stopped it. */
    record Stopped(@Nullable String error, @Nullable String cause) implements Signal {}

    /** It goes on where it failed. */
    record Redriven(String clientToken) implements Signal {}
}
