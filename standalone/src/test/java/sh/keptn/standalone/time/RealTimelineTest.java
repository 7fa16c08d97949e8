package sh.keptn.standalone.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RealTimelineTest {

    private static final int TIMERS = 20_000;

    @Test
    void timersThatAreCancelledWhileTheyFireCountOnce() throws Exception {
        try (RealTimeline timeline = new RealTimeline(Clock.systemUTC())) {
            for (int i = 0; i < TIMERS; i++) {
                CompletableFuture<Timeline.Timer> own = new CompletableFuture<>();
                own.complete(timeline.at(
                        timeline.clock().instant(),
                        Timeline.Kind.PROGRESS,
                        () -> own.join().cancel()));
            }
            awaitIdle(timeline);
            CompletableFuture<Boolean> seenFromInside = new CompletableFuture<>();
            timeline.run(() -> seenFromInside.complete(timeline.isIdle()));
            assertThat(seenFromInside.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void workOfSomebodyOutsideKeepsItFromBeingIdle() {
        try (RealTimeline timeline = new RealTimeline(Clock.systemUTC())) {
            timeline.runHere(() -> assertThat(timeline.isIdle()).isFalse());
            assertThat(timeline.isIdle()).isTrue();
        }
    }

    private static void awaitIdle(Timeline timeline) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!timeline.isIdle() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        assertThat(timeline.isIdle()).isTrue();
    }
}
