package sh.keptn.translator.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is repeated (ASL spec, "Retrying after error").
 *
 * @param maxAttempts 0: never
 * @param backoff null where {@code maxAttempts} is 0
 */
public record Retrier(
        List<String> errorEquals, int maxAttempts, @Nullable Backoff backoff) {

    public Retrier {
        errorEquals = List.copyOf(errorEquals);
    }

    /** Seconds before the first repetition, their growth and limit; with full jitter. */
    public record Backoff(int intervalSeconds, int rate, int maxDelaySeconds) {}
}
