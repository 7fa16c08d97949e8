package sh.keptn.standalone.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The timeline of the wall clock. */
public final class RealTimeline implements Timeline {

    private static final int CLOSE_SECONDS = 5;
    private static final int NANOS_BELOW_MILLI = 999_999;

    private final Clock clock;
    private final ExecutorService workers = Executors.newCachedThreadPool(Threads.named("worker"));
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, Threads.named("timer"));

    private final AtomicInteger going = new AtomicInteger();

    public RealTimeline(Clock clock) {
        this.clock = clock;
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void run(Runnable work) {
        going.incrementAndGet();
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } finally {
                    going.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            going.decrementAndGet();
            // Closed: what is not done is found in the database and done after the next start.
        }
    }

    @Override
    public void runHere(Runnable work) {
        going.incrementAndGet();
        try {
            work.run();
        } finally {
            going.decrementAndGet();
        }
    }

    @Override
    public Timer at(Instant due, Kind kind, Runnable work) {
        // Rounded up: whoever is called finds that his instant has come.
        Duration delay = Duration.between(clock.instant(), due).plusNanos(NANOS_BELOW_MILLI);
        going.addAndGet(progress(kind));
        // A timer that fires while it is cancelled counts as one of the two, not as both.
        AtomicBoolean waits = new AtomicBoolean(true);
        try {
            Future<?> timer = timers.schedule(
                    () -> {
                        if (waits.getAndSet(false)) {
                            run(work);
                            going.addAndGet(-progress(kind));
                        }
                    },
                    Math.max(0, delay.toMillis()),
                    TimeUnit.MILLISECONDS);
            return () -> {
                if (waits.getAndSet(false)) {
                    timer.cancel(false);
                    going.addAndGet(-progress(kind));
                }
            };
        } catch (RejectedExecutionException e) {
            // Closed, as above.
            going.addAndGet(-progress(kind));
            return () -> {};
        }
    }

    @Override
    public boolean isVirtual() {
        return false;
    }

    @Override
    public boolean isIdle() {
        return going.get() == 0;
    }

    private static int progress(Kind kind) {
        return kind == Kind.PROGRESS ? 1 : 0;
    }

    @Override
    public void close() {
        timers.shutdown();
        workers.shutdownNow();
        try {
            var unused = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
