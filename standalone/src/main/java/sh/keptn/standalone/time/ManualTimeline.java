package sh.keptn.standalone.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A timeline without threads: its owner runs the work, one piece after the other, and time jumps when none is left. The same
 * work in the same order every time.
 */
public final class ManualTimeline implements Timeline {

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final TreeSet<Entry> timers =
            new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::number));
    private Instant now;
    private long numbers;

    public ManualTimeline(Instant start) {
        this.now = start;
    }

    @Override
    public Clock clock() {
        InstantSource source = this::now;
        return source.withZone(ZoneOffset.UTC);
    }

    private synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void run(Runnable task) {
        work.add(task);
    }

    @Override
    public void runHere(Runnable task) {
        task.run();
    }

    @Override
    public synchronized Timer at(Instant due, Kind kind, Runnable task) {
        Entry entry = new Entry(due, numbers++, kind, task);
        timers.add(entry);
        return () -> cancel(entry);
    }

    /** What is outside of the process is played by whoever moves the time. */
    @Override
    public boolean isVirtual() {
        return false;
    }

    @Override
    public synchronized boolean isIdle() {
        return work.isEmpty() && timers.stream().noneMatch(timer -> timer.kind() == Kind.PROGRESS);
    }

    @Override
    public void close() {}

    /** Runs one piece of work, or jumps to the next timer of any kind and runs it; false if there is neither. */
    public boolean runOne() {
        Runnable next = next(true);
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }

    /** The same as long as something else than deadlines is left. */
    public boolean runOneSoon() {
        Runnable next = next(false);
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }

    /** Runs the work that is there, and what comes of it, without letting time pass. */
    public void runWork() {
        for (Runnable next = poll(); next != null; next = poll()) {
            next.run();
        }
    }

    /** Runs until nothing but deadlines is left. */
    public void runAll() {
        for (Runnable next = next(false); next != null; next = next(false)) {
            next.run();
        }
    }

    /** How many timers wait. */
    public synchronized int timers() {
        return timers.size();
    }

    private synchronized @Nullable Runnable poll() {
        return work.poll();
    }

    private synchronized @Nullable Runnable next(boolean deadlines) {
        Runnable first = work.poll();
        if (first != null) {
            return first;
        }
        if (!deadlines && timers.stream().noneMatch(timer -> timer.kind() == Kind.PROGRESS)) {
            return null;
        }
        Entry timer = timers.pollFirst();
        if (timer == null) {
            return null;
        }
        now = timer.due().isAfter(now) ? timer.due() : now;
        return timer.work();
    }

    private synchronized void cancel(Entry entry) {
        timers.remove(entry);
    }

    private record Entry(Instant due, long number, Kind kind, Runnable work) {}
}
