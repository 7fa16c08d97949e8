package sh.keptn.aws;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before something is tried again: by chance between nothing and a bound that doubles with each try, so that
 * those who met do not meet again.
 */
public final class Backoff {

    private static final int DOUBLINGS = 30;

    private final int tries;
    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier chance;
    private final Consumer<Duration> sleep;

    /**
     * @param tries how often something is tried in all
     * @param first bound of the first wait
     * @param longest bound of all waits
     * @param chance from 0 to below 1
     */
    public Backoff(int tries, Duration first, Duration longest, DoubleSupplier chance, Consumer<Duration> sleep) {
        this.tries = tries;
        this.first = first;
        this.longest = longest;
        this.chance = chance;
        this.sleep = sleep;
    }

    /** Waits on the calling thread. */
    public static Backoff sleeping(int tries, Duration first, Duration longest) {
        // A generator made anew each time knows nothing of a snapshot that many processes were restored from.
        return new Backoff(tries, first, longest, () -> new SecureRandom().nextDouble(), Backoff::sleep);
    }

    /**
     * Waits before the next try.
     *
     * @param done how often it was tried, from 1
     * @return false, at once, where it is not to be tried again
     */
    public boolean again(int done) {
        if (done >= tries) {
            return false;
        }
        long bound = Math.min(first.toMillis() << Math.min(done - 1, DOUBLINGS), longest.toMillis());
        sleep.accept(Duration.ofMillis((long) (chance.getAsDouble() * bound)));
        return true;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to try again", e);
        }
    }
}
