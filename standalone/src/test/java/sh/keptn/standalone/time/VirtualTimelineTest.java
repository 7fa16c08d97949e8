package sh.keptn.standalone.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class VirtualTimelineTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final CountDownLatch done = new CountDownLatch(1);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void aTimerThatWasCancelledNeitherRunsNorMovesTheClock() throws Exception {
        try (VirtualTimeline timeline = new VirtualTimeline(START)) {
            timeline.run(() -> {
                Timeline.Timer late =
                        timeline.at(START.plusSeconds(60), Timeline.Kind.PROGRESS, () -> seen.add("cancelled"));
                Timeline.Timer deadline =
                        timeline.at(START.plusSeconds(40), Timeline.Kind.DEADLINE, () -> seen.add("deadline"));
                timeline.at(START.plusSeconds(10), Timeline.Kind.PROGRESS, () -> {
                    seen.add("progress");
                    late.cancel();
                    late.cancel();
                    deadline.cancel();
                });
                timeline.at(START.plusSeconds(70), Timeline.Kind.PROGRESS, done::countDown);
            });
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly("progress");
            timeline.jumpToDeadline();
            assertThat(timeline.clock().instant()).isEqualTo(START.plusSeconds(70));
        }
    }

    @Test
    void aDeadlineBeforeTheNextProgressComesFirst() throws Exception {
        try (VirtualTimeline timeline = new VirtualTimeline(START)) {
            timeline.run(() -> {
                timeline.at(START.plusSeconds(90), Timeline.Kind.DEADLINE, () -> seen.add("late"));
                timeline.at(START.plusSeconds(20), Timeline.Kind.PROGRESS, done::countDown);
                timeline.at(START.plusSeconds(10), Timeline.Kind.DEADLINE, () -> seen.add("early"));
            });
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly("early");
        }
    }
}
