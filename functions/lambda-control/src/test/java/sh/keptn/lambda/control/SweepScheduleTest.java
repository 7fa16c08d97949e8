package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.lifecycle.InMemoryStore;
import sh.keptn.lambda.sweep.SweepRule;
import sh.keptn.lambda.sweep.SweepSchedule;

class SweepScheduleTest {

    private final List<String> calls = new ArrayList<>();
    private Runnable whileDisabling = () -> {};

    private final SweepSchedule schedule = new SweepSchedule(new InMemoryStore(), new SweepRule() {
        @Override
        public void enable() {
            calls.add("enable");
        }

        @Override
        public void disable() {
            whileDisabling.run();
            calls.add("disable");
        }

        @Override
        public void describe() {}
    });

    @Test
    void somebodyWhoWakesItWhileASweepLooksKeepsItAwake() {
        schedule.wake();
        schedule.swept(schedule.state(), false);
        SweepSchedule.State before = schedule.state();
        schedule.wake();
        schedule.swept(before, false);

        assertThat(calls).containsExactly("enable");
    }

    @Test
    void somebodyWhoWakesItWhileItIsDisabledWins() {
        schedule.wake();
        schedule.swept(schedule.state(), false);
        whileDisabling = schedule::wake;
        schedule.swept(schedule.state(), false);

        assertThat(calls).containsExactly("enable", "enable", "disable", "enable");
        assertThat(schedule.state().enabled()).isTrue();
    }

    @Test
    void aSweepThatFindsSomethingOpenEnablesWhatSomebodyElseHasDisabled() {
        schedule.wake();
        schedule.swept(schedule.state(), true);

        assertThat(calls).containsExactly("enable", "enable");
    }

    @Test
    void aSweepThatIsInvokedWhileAsleepStaysAsleep() {
        schedule.swept(schedule.state(), false);
        schedule.swept(schedule.state(), false);

        assertThat(calls).containsExactly("disable", "disable");
    }
}
