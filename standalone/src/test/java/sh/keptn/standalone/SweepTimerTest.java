package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import sh.keptn.standalone.time.ManualTimeline;

class SweepTimerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTimeline timeline = new ManualTimeline(START);
    private int sweeps;

    @Test
    void lookAfterTheStartIsNoSecondChainOfSweeps() {
        timer().start(() -> START.plusSeconds(5));
        assertThat(timeline.runOne()).isTrue();
        assertThat(sweeps).isEqualTo(1);
        assertThat(timeline.timers()).isEqualTo(1);
    }

    @Test
    void whatFailsAtTheStartIsReportedAndSweptSoon() {
        timer().start(() -> {
            throw new IllegalStateException("a row is broken");
        });
        assertThatThrownBy(timeline::runOne).hasMessage("a row is broken");
        assertThat(timeline.runOne()).isTrue();
        assertThat(sweeps).isEqualTo(1);
        assertThat(timeline.clock().instant()).isEqualTo(START.plusSeconds(5));
    }

    /** Something is due each hour. */
    private SweepTimer timer() {
        return new SweepTimer(timeline, () -> {
            sweeps++;
            return timeline.clock().instant().plusSeconds(3600);
        });
    }
}
