package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sh.keptn.aws.CallFailedException;

/**
 * Waits until AWS has removed a state machine. It keeps one that was deleted until the last execution has ended (API reference,
 * DeleteStateMachine), and then for some seconds to minutes more.
 */
final class Removal {

    /** Longer than others have seen it take where nothing runs any more, shorter than a run of the publisher. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Clock clock;
    private final Consumer<Duration> sleep;
    private final Instant end;

    Removal(Clock clock, Consumer<Duration> sleep, Instant end) {
        this.clock = clock;
        this.sleep = sleep;
        this.end = end;
    }

    /**
     * Returns what an attempt returns that is possible only when the machine is removed.
     *
     * @param attempt empty where it is still there
     * @param failure what is said where it is not removed within ten minutes
     * @throws OutOfTimeException if the run ends before
     */
    <T> T await(Supplier<Optional<T>> attempt, String failure) {
        Instant last = clock.instant().plus(PATIENCE);
        while (true) {
            Optional<T> result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
            Instant next = clock.instant().plus(PAUSE);
            if (next.isAfter(last)) {
                throw new CallFailedException(failure);
            }
            if (!next.isBefore(end)) {
                throw new OutOfTimeException();
            }
            sleep.accept(PAUSE);
        }
    }
}
