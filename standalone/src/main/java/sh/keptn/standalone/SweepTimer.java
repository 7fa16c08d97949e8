package sh.keptn.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.rows.AlarmRow;
import sh.keptn.standalone.time.Timeline;

/** Runs the sweep when something is due: one timer for the earliest instant. */
final class SweepTimer {

    /** What fails to become undue does not keep the process busy. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long after the start what could not be ended at once is waited for. */
    private static final Duration AFTER_START = Duration.ofSeconds(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Timeline timeline;
    private final Supplier<@Nullable Instant> sweep;
    private @Nullable Instant next;
    private Timeline.@Nullable Timer timer;

    /** @param sweep does what is due and tells when something is due next */
    SweepTimer(Timeline timeline, Supplier<@Nullable Instant> sweep) {
        this.timeline = timeline;
        this.sweep = sweep;
    }

    /** An item with a due time was stored. */
    void put(Write.Put item) {
        Instant due = Objects.requireNonNull(item.due());
        if (AlarmRow.isAt(item.key())) {
            goOnAt(due);
        }
        at(due);
    }

    /** Somebody goes on at the instant: until then the process is not idle. */
    void goOnAt(Instant due) {
        timeline.at(due, Timeline.Kind.PROGRESS, this::run);
    }

    /** Something is due at the instant. */
    private synchronized void at(Instant due) {
        if (next == null || due.isBefore(next)) {
            if (timer != null) {
                timer.cancel();
            }
            next = due;
            timer = timeline.at(due, Timeline.Kind.DEADLINE, this::run);
        }
    }

    /**
     * Begins. Where somebody's time is over and he only has a last moment left, the process is not idle before it has ended.
     *
     * @param resume does what was left and tells when something is due next, null if nothing ever is; where it fails, the
     *     process starts nevertheless and what has failed is swept soon
     */
    void start(Supplier<@Nullable Instant> resume) {
        Instant due;
        try {
            due = resume.get();
        } catch (RuntimeException e) {
            // Reported as what fails in a later sweep is.
            timeline.run(() -> {
                throw e;
            });
            due = timeline.clock().instant().plus(AFTER_START);
        }
        if (due == null) {
            return;
        }
        Instant now = timeline.clock().instant();
        if (!due.isAfter(now.plus(AFTER_START))) {
            timeline.at(now.plus(AFTER_START), Timeline.Kind.PROGRESS, this::run);
        }
        at(due);
    }

    private void run() {
        synchronized (this) {
            if (timer != null) {
                // Two timers would be two chains of sweeps for ever.
                timer.cancel();
            }
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
