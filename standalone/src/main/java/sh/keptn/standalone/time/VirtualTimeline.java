package sh.keptn.standalone.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A timeline whose clock stands still while work runs and jumps to the next timer when none does. It never jumps to a
 * deadline by itself while nothing but deadlines is left: it is idle then, and waits for new work or for {@link
 * #jumpToDeadline}.
 */
public final class VirtualTimeline implements Timeline {

    private static final int CLOSE_SECONDS = 5;

    private final ExecutorService workers = Executors.newCachedThreadPool(Threads.named("worker"));
    private final TreeSet<Entry> timers =
            new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::number));
    private Instant now;
    private long numbers;
    private int running;
    private int progressTimers;
    private boolean closed;

    /** @param start where the clock begins */
    public VirtualTimeline(Instant start) {
        this.now = start;
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
    public void runHere(Runnable work) {
        synchronized (this) {
            running++;
        }
        try {
            work.run();
        } finally {
            ended();
        }
    }

    @Override
    public synchronized Timer at(Instant due, Kind kind, Runnable work) {
        Entry entry = new Entry(due, numbers++, kind, work);
        timers.add(entry);
        progressTimers += entry.progress();
        if (running == 0) {
            start(() -> {});
        }
        return () -> cancel(entry);
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public synchronized boolean isIdle() {
        return running == 0 && progressTimers == 0;
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
        workers.shutdownNow();
        try {
            var unused = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void cancel(Entry entry) {
        if (timers.remove(entry)) {
            progressTimers -= entry.progress();
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

    private synchronized void ended() {
        running--;
        if (running == 0 && progressTimers > 0) {
            jump();
        }
    }

    private void jump() {
        Entry next = timers.pollFirst();
        if (next != null) {
            progressTimers -= next.progress();
            if (next.due().isAfter(now)) {
                now = next.due();
            }
            start(next.work());
        }
    }

    private record Entry(Instant due, long number, Kind kind, Runnable work) {
        int progress() {
            return kind == Kind.PROGRESS ? 1 : 0;
        }
    }

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
