package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import sh.keptn.standalone.time.ManualTimeline;

class SweepTimerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTimeline timeline = new ManualTimeline(START);
    private int sweeps;

    @Test
    void lookAfterTheStartIsNoSecondChainOfSweeps() {
        timer().start(START.plusSeconds(5));
        assertThat(timeline.runOne()).isTrue();
        assertThat(sweeps).isEqualTo(1);
        assertThat(timeline.timers()).isEqualTo(1);
    }

    /** Something is due each hour. */
    private SweepTimer timer() {
        return new SweepTimer(timeline, () -> {
            sweeps++;
            return timeline.clock().instant().plusSeconds(3600);
        });
    }
}
