package sh.keptn.standalone.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class VirtualTimelineTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final BlockingQueue<String> idle = new LinkedBlockingQueue<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void aTimerThatWasCancelledNeitherRunsNorMovesTheClock() throws Exception {
        try (VirtualTimeline timeline = new VirtualTimeline(START, () -> idle.add("idle"))) {
            timeline.run(() -> {
                Timeline.Timer late =
                        timeline.at(START.plusSeconds(60), Timeline.Kind.PROGRESS, () -> seen.add("cancelled"));
                Timeline.Timer deadline =
                        timeline.at(START.plusSeconds(90), Timeline.Kind.DEADLINE, () -> seen.add("deadline"));
                timeline.at(START.plusSeconds(10), Timeline.Kind.PROGRESS, () -> {
                    seen.add("progress");
                    late.cancel();
                    late.cancel();
                    deadline.cancel();
                });
            });
            assertThat(idle.poll(30, TimeUnit.SECONDS)).isEqualTo("idle");
            assertThat(seen).containsExactly("progress");
            timeline.jumpToDeadline();
            assertThat(timeline.clock().instant()).isEqualTo(START.plusSeconds(10));
        }
    }

    @Test
    void itDoesNotJumpToADeadlineByItself() throws Exception {
        try (VirtualTimeline timeline = new VirtualTimeline(START, () -> idle.add("idle"))) {
            timeline.at(START.plusSeconds(90), Timeline.Kind.DEADLINE, () -> seen.add("deadline"));
            assertThat(idle.poll(30, TimeUnit.SECONDS)).isEqualTo("idle");
            assertThat(seen).isEmpty();
            timeline.jumpToDeadline();
            assertThat(idle.poll(30, TimeUnit.SECONDS)).isEqualTo("idle");
            assertThat(seen).containsExactly("deadline");
        }
    }
}
