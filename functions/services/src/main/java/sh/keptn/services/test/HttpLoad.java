package sh.keptn.services.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sh.keptn.scenarios.http.HttpScenario;
import sh.keptn.scenarios.results.TestResults;
import sh.keptn.services.http.GuardedConnections;
import sh.keptn.services.http.IncomingResponse;
import sh.keptn.services.http.OutgoingHttpException;

/**
 * Plays an HTTP scenario: each user is a thread with a connection of its own, and takes the next iteration when it is free.
 *
 * <p>Where a rate is given, the first request of an iteration is measured from the moment on at which the iteration ought to have
 * begun. A server that stops answering would otherwise stop being asked, and the requests that were not sent in time would be
 * missing among the slow ones (Gil Tene, "coordinated omission").
 */
final class HttpLoad {

    private static final String TOO_LATE = "no answer before the task's time was over";

    private final HttpScenario scenario;
    private final List<PreparedStep> steps;
    private final GuardedConnections connections;
    private final @Nullable Timetable timetable;
    private final Measurements measurements;
    private final AtomicLong next = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long start = System.nanoTime();
    private final long deadline;
    private volatile boolean cut;

    /** @param left after this time everything is given up */
    HttpLoad(HttpScenario scenario, List<PreparedStep> steps, GuardedConnections connections, Duration left) {
        this.scenario = scenario;
        this.steps = steps;
        this.connections = connections;
        this.timetable = scenario.rate() == null ? null : new Timetable(scenario.rate(), scenario.rampUp());
        this.measurements =
                new Measurements(steps.stream().map(PreparedStep::name).toList());
        this.deadline = start + left.toNanos();
    }

    /**
     * What was measured.
     *
     * @param missed iterations that ought to have begun and did not, as all users were busy
     * @param wasCut whether the deadline came before the end
     */
    record Played(TestResults results, long missed, boolean wasCut) {}

    /**
     * Plays it, once.
     *
     * @throws CancellationException if the thread is interrupted; nothing is sent any more then
     */
    Played play() {
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < scenario.users(); user++) {
            Duration late = timetable == null
                    ? scenario.rampUp().multipliedBy(user).dividedBy(scenario.users())
                    : Duration.ZERO;
            Thread thread = new Thread(() -> work(late), "user " + user + " of a test");
            thread.setDaemon(true);
            thread.start();
            users.add(thread);
        }
        try {
            for (Thread user : users) {
                user.join();
            }
        } catch (InterruptedException e) {
            over.countDown();
            connections.close();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during a test");
        }
        long end = System.nanoTime();
        return new Played(measurements.results(Duration.ofNanos(end - start)), missed(), cut);
    }

    private void work(Duration late) {
        try {
            if (!sleepUntil(start + late.toNanos())) {
                return;
            }
            while (true) {
                long index = next.get();
                long begin = timetable == null
                        ? System.nanoTime()
                        : start + timetable.at(index).toNanos();
                if (isAfterEnd(index, begin)) {
                    return;
                }
                if (next.compareAndSet(index, index + 1) && !(sleepUntil(begin) && iterate(begin))) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAfterEnd(long index, long begin) {
        Long iterations = scenario.iterations();
        Duration duration = scenario.duration();
        return (iterations != null && index >= iterations)
                || (duration != null && Math.max(begin, System.nanoTime()) - start >= duration.toNanos());
    }

    /** @return whether there may be another one */
    private boolean iterate(long begin) throws InterruptedException {
        long from = timetable == null ? System.nanoTime() : begin;
        for (PreparedStep step : steps) {
            if (!sleepUntil(System.nanoTime())) {
                return false;
            }
            send(step, from);
            if (!sleepUntil(System.nanoTime() + step.pause().toNanos())) {
                return false;
            }
            from = System.nanoTime();
        }
        return true;
    }

    private void send(PreparedStep step, long from) {
        long sent = System.nanoTime();
        Duration left = Duration.ofNanos(deadline - sent);
        Duration timeout = left.compareTo(scenario.timeout()) < 0 ? left : scenario.timeout();
        String mistake;
        long end;
        try {
            IncomingResponse response = connections.send(step.request(timeout));
            end = System.nanoTime();
            mistake = step.mistake(response, Duration.ofNanos(end - sent)).orElse(null);
        } catch (OutgoingHttpException e) {
            end = System.nanoTime();
            mistake = e.reason() == OutgoingHttpException.Reason.TIMEOUT
                    ? timeout.equals(scenario.timeout()) ? "no answer within " + DurationWords.of(timeout) : TOO_LATE
                    : String.valueOf(e.getMessage());
        }
        measurements.record(step.name(), Duration.ofNanos(end - from), mistake);
    }

    /** @return false if everything is over before */
    private boolean sleepUntil(long time) throws InterruptedException {
        if (time - deadline >= 0) {
            cut = true;
            return false;
        }
        return !over.await(Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** With a number of iterations all of them are begun, however late. */
    private long missed() {
        Duration duration = scenario.duration();
        return timetable == null || duration == null ? 0 : Math.max(0, timetable.before(duration) - next.get());
    }
}
