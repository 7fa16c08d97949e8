package sh.keptn.standalone.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A timeline whose clock stands still while work runs and jumps to the next timer when none does. It never jumps to a
 * deadline by itself while nothing but deadlines is left: it is <em>idle</em> then, tells its listener, and waits for new
 * work or for {@link #jumpToDeadline}.
 */
public final class VirtualTimeline implements Timeline {

    private static final int CLOSE_SECONDS = 5;

    private final ExecutorService workers = Executors.newCachedThreadPool(Threads.named("worker"));
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::number));
    private final Runnable onIdle;
    private Instant now;
    private long numbers;
    private int running;
    private boolean closed;

    /**
     * @param start where the clock begins
     * @param onIdle called on a worker thread each time nothing is left to do but to wait for deadlines or for somebody outside
     */
    public VirtualTimeline(Instant start, Runnable onIdle) {
        this.now = start;
        this.onIdle = onIdle;
    }

    @Override
    public Clock clock() {
        return new VirtualClock();
    }

    @Override
    public synchronized void run(Runnable work) {
        start(work);
    }

    @Override
    public synchronized void at(Instant due, Kind kind, Runnable work) {
        timers.add(new Timer(due, numbers++, kind, work));
        if (running == 0) {
            start(() -> {});
        }
    }

    /** Jumps to the earliest timer whatever its kind; does nothing while work runs or no timer is left. */
    public synchronized void jumpToDeadline() {
        if (running == 0) {
            jump();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Runnable work) {
        if (closed) {
            return;
        }
        running++;
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } finally {
                    ended();
                }
            });
        } catch (RejectedExecutionException e) {
            running--;
        }
    }

    private void ended() {
        boolean idle;
        synchronized (this) {
            running--;
            idle = running == 0 && !closed && timers.stream().noneMatch(timer -> timer.kind() == Kind.PROGRESS);
            if (running == 0 && !idle) {
                jump();
            }
        }
        if (idle) {
            onIdle.run();
        }
    }

    private void jump() {
        Timer next = timers.poll();
        if (next != null) {
            if (next.due().isAfter(now)) {
                now = next.due();
            }
            start(next.work());
        }
    }

    private record Timer(Instant due, long number, Kind kind, Runnable work) {}

    private final class VirtualClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new IllegalStateException("virtual time is in UTC");
        }

        @Override
        public Instant instant() {
            synchronized (VirtualTimeline.this) {
                return now;
            }
        }
    }
}
