package sh.keptn.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.time.Timeline;

/** Runs the sweep when something is due: one timer for the earliest instant. */
final class SweepTimer {

    /** What fails to become undue does not keep the process busy. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * How long the process has at first for what was due while nobody was there: a task service that could not say that it
     * has started is not late yet.
     */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Timeline timeline;
    private final Supplier<@Nullable Instant> sweep;
    private final Instant first;
    private @Nullable Instant next;
    private Timeline.@Nullable Timer timer;

    /** @param sweep does what is due and tells when something is due next */
    SweepTimer(Timeline timeline, Supplier<@Nullable Instant> sweep) {
        this.timeline = timeline;
        this.sweep = sweep;
        this.first = timeline.clock().instant().plus(GRACE);
    }

    /** Something is due at the instant. */
    synchronized void at(Instant wanted) {
        Instant due = wanted.isBefore(first) ? first : wanted;
        if (next == null || due.isBefore(next)) {
            if (timer != null) {
                timer.cancel();
            }
            next = due;
            timer = timeline.at(due, Timeline.Kind.DEADLINE, this::run);
        }
    }

    /** Looks for what is due already. */
    void start() {
        at(timeline.clock().instant());
    }

    private void run() {
        synchronized (this) {
            next = null;
            timer = null;
        }
        Instant following;
        try {
            following = sweep.get();
        } catch (RuntimeException e) {
            at(timeline.clock().instant().plus(AFTER_FAILURE));
            throw e;
        }
        if (following != null) {
            Instant soonest = timeline.clock().instant().plus(PAUSE);
            at(following.isBefore(soonest) ? soonest : following);
        }
    }
}
