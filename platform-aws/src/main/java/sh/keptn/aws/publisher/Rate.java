package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How fast one run may change what AWS has, until the run's time is over: a bucket of calls that is refilled one by one. */
final class Rate {

    private final Clock clock;
    private final Consumer<Duration> sleep;
    private final Instant end;
    private final int bucket;
    private final Duration refill;
    private double left;
    private Instant counted;

    private Rate(Clock clock, Consumer<Duration> sleep, Instant end, int bucket, Duration refill) {
        this.clock = clock;
        this.sleep = sleep;
        this.end = end;
        this.bucket = bucket;
        this.refill = refill;
        this.left = bucket;
        this.counted = clock.instant();
    }

    /** 100 calls and one more each second (Step Functions quotas: CreateStateMachine, UpdateStateMachine, DeleteStateMachine). */
    static Rate ofMachines(Clock clock, Consumer<Duration> sleep, Instant end) {
        return new Rate(clock, sleep, end, 100, Duration.ofSeconds(1));
    }

    /** 5 calls each second, what the slowest region takes (EventBridge quotas: PutRule, PutTargets, DeleteRule). */
    static Rate ofRules(Clock clock, Consumer<Duration> sleep, Instant end) {
        return new Rate(clock, sleep, end, 5, Duration.ofMillis(200));
    }

    /** 2 calls each second, what the slowest region takes (Step Functions quotas: ListExecutions). */
    static Rate ofLists(Clock clock, Consumer<Duration> sleep, Instant end) {
        return new Rate(clock, sleep, end, 2, Duration.ofMillis(500));
    }

    /** 10 calls each second, what the slowest region takes (Step Functions quotas: DescribeExecution, StopExecution); of DescribeStateMachine more. */
    static Rate ofExecutions(Clock clock, Consumer<Duration> sleep, Instant end) {
        return new Rate(clock, sleep, end, 10, Duration.ofMillis(100));
    }

    /**
     * Makes a call when there is room for it, and again where AWS has no room for it or is at something else with the same
     * thing.
     */
    <T> T call(Supplier<T> call) {
        while (true) {
            take();
            try {
                return call.get();
            } catch (AwsServiceException e) {
                if (!passes(e)) {
                    throw e;
                }
                // Others share the bucket.
                left = 0;
            }
        }
    }

    /** Ends the run if its time is over. */
    void check() {
        if (!clock.instant().isBefore(end)) {
            throw new OutOfTimeException();
        }
    }

    private void take() {
        check();
        fill();
        if (left < 1) {
            if (!clock.instant().plus(refill).isBefore(end)) {
                throw new OutOfTimeException();
            }
            sleep.accept(refill);
            fill();
        }
        left = Math.max(0, left - 1);
    }

    private void fill() {
        Instant now = clock.instant();
        long waited = Math.max(0, Duration.between(counted, now).toMillis());
        left = Math.min(bucket, left + waited / (double) refill.toMillis());
        counted = now;
    }

    /** Throttled, or another change of the same thing is not over yet. */
    private static boolean passes(AwsServiceException e) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        return e.isThrottlingException()
                || code.equals("ConflictException")
                || code.equals("ConcurrentModificationException");
    }
}
