package sh.keptn.test.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;

/** Triggers sequences {@code delivery} in stage {@code dev}, so many at the same time, and waits until each is finished. */
final class Deliveries implements AutoCloseable {

    private static final int MINUTES = 9;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

    /** Who looks more often than this part of the time that it has taken takes more of the processor than the deliveries. */
    private static final int PART = 16;

    /** The end of what the last ones took, in which it is worth while to look. */
    private static final int PART_TO_WATCH = 3;

    private final ControlPlane control;
    private final ExecutorService callers;

    /** About what the last ones took, in nanoseconds. */
    private final AtomicLong usual = new AtomicLong();

    /** @param atOnce how many are on their way at the same time */
    Deliveries(ControlPlane control, int atOnce) {
        this.control = control;
        this.callers = Executors.newFixedThreadPool(atOnce);
    }

    /** What is delivered: the service, and the data of the trigger. */
    record Order(String service, Map<String, @Nullable Object> data) {}

    /** How long all took, and each, in nanoseconds and sorted. */
    record Took(double seconds, List<Long> nanos) {

        /** So many of a hundred were finished in this time. */
        double millis(int percent) {
            return nanos.get(nanos.size() * percent / 100) / 1e6;
        }
    }

    /**
     * Delivers and waits.
     *
     * @param first number of the first order
     * @param count how many
     */
    Took run(int first, int count, IntFunction<Order> orders) throws InterruptedException {
        AtomicLongArray nanos = new AtomicLongArray(count);
        CountDownLatch ended = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            callers.execute(() -> {
                nanos.set(number, deliver(orders.apply(first + number)));
                ended.countDown();
            });
        }
        if (!ended.await(MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("sequences do not end: " + ended.getCount() + " are left");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Took(
                seconds,
                LongStream.range(0, count)
                        .map(number -> nanos.get((int) number))
                        .sorted()
                        .boxed()
                        .toList());
    }

    private long deliver(Order order) {
        String context = UUID.randomUUID().toString();
        long begin = System.nanoTime();
        control.trigger(new Trigger(
                "trigger-" + context,
                "benchmark",
                Shipyards.PROJECT,
                "dev",
                "delivery",
                List.of(order.service()),
                context,
                order.data(),
                null));
        LockSupport.parkNanos(usual.get() / PART_TO_WATCH * (PART_TO_WATCH - 1));
        while (!control.isFinished(Shipyards.PROJECT, context)) {
            LockSupport.parkNanos(Math.max(LOOK_AGAIN, (System.nanoTime() - begin) / PART));
        }
        long took = System.nanoTime() - begin;
        usual.accumulateAndGet(took, (known, newest) -> known + (newest - known) / PART);
        return took;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
