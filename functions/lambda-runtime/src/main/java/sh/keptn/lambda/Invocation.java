package sh.keptn.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Lambda says about one invocation.
 *
 * @param requestId the same again when Lambda retries an asynchronous invocation
 * @param functionArn of the function, with the alias by which it was invoked; empty where it is not known
 * @param left how long until Lambda ends the invocation
 * @param log where to write
 */
public record Invocation(String requestId, String functionArn, Supplier<Duration> left, Log log) {

    private static final int ACCOUNT = 4;

    /** How long until Lambda ends the invocation. */
    public Duration timeLeft() {
        return left.get();
    }

    /** Whether at least this much time is left. */
    public boolean hasTime(Duration needed) {
        return timeLeft().compareTo(needed) >= 0;
    }

    /** The account in which the function runs; empty where it is not known. */
    public Optional<String> account() {
        String[] parts = functionArn.split(":", -1);
        return parts.length > ACCOUNT ? Optional.of(parts[ACCOUNT]) : Optional.empty();
    }
}
