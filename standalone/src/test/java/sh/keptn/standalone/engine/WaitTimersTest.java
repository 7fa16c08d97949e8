package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.time.Timeline;

/** Which timers an execution has, in whatever order its steps are told of. */
final class WaitTimersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Instant> pending = new ArrayList<>();
    private final WaitTimers timers = new WaitTimers(new RecordedTimers(), reference -> {});

    @Test
    void newerStepReplacesTheTimers() {
        timers.set(running(1, 10));
        timers.set(running(2, 20));
        assertThat(pending).containsExactly(START.plusSeconds(20));
    }

    @Test
    void olderStepThatIsToldOfLaterTakesNothingAway() {
        timers.set(running(2, 20));
        timers.set(running(1, 10));
        assertThat(pending).containsExactly(START.plusSeconds(20));
    }

    @Test
    void endedExecutionHasNone() {
        timers.set(running(1, 10));
        timers.set(snapshot(2, 10, new Outcome(ExecutionStatus.SUCCEEDED, START, null, null, null)));
        assertThat(pending).isEmpty();
    }

    private static Snapshot running(long event, long seconds) {
        return snapshot(event, seconds, Outcome.RUNNING);
    }

    private static Snapshot snapshot(long event, long seconds, Outcome outcome) {
        Instant deadline = outcome.equals(Outcome.RUNNING) ? START.plusSeconds(seconds) : null;
        return new Snapshot("e", "m", "e", null, START, outcome, event, 0, 0, null, List.of(), deadline, List.of());
    }

    /** Keeps when timers are due that were not cancelled. */
    private final class RecordedTimers implements Timeline {
        @Override
        public Clock clock() {
            return Clock.fixed(START, ZoneOffset.UTC);
        }

        @Override
        public void run(Runnable work) {
            work.run();
        }

        @Override
        public void runHere(Runnable work) {
            work.run();
        }

        @Override
        public Timer at(Instant due, Kind kind, Runnable work) {
            pending.add(due);
            return () -> pending.remove(due);
        }

        @Override
        public boolean isVirtual() {
            return true;
        }

        @Override
        public boolean isIdle() {
            return pending.isEmpty();
        }

        @Override
        public void close() {
            pending.clear();
        }
    }
}
