package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that nobody answers in time. The task of the world has an hour. */
class TimeoutsTest {

    private static final String TIMED_OUT = "t1 Keptn.TaskTimedOut";
    private static final Map<String, Object> LOOP = Map.of("progress", "loop", "turns", 3);

    private final World world = new World();

    @BeforeEach
    void trigger() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
    }

    @Test
    void anAnswerAtTheLastMomentCounts() {
        String test = startedTask();
        world.later(Duration.ofHours(1));
        assertThat(world.finished("test", test, "test-service", "pass")).isEqualTo(Receipt.ACCEPTED);
        world.later(Duration.ofHours(1));
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.log(CONTEXT)).containsOnlyOnce("test.finished pass").doesNotContain("test.finished fail");
    }

    @Test
    void anAnswerAfterTheTimeoutIsKeptAndChangesNothing() {
        String test = startedTask();
        world.later(Duration.ofHours(2));
        assertThat(world.finished("test", test, "test-service", "pass")).isEqualTo(Receipt.LATE);
        world.later(Duration.ofHours(2));
        assertThat(world.answers).containsExactly(TIMED_OUT);
        assertThat(world.log(CONTEXT))
                .containsSubsequence("test.finished fail", "dev.delivery.finished fail", "test.finished pass");
    }

    @Test
    void aDeadlineThatPassedWhileNobodySweptEndsTheTaskOnce() {
        startedTask();
        world.later(Duration.ofDays(30));
        world.later(Duration.ZERO);
        assertThat(world.answers).containsExactly(TIMED_OUT);
        assertThat(world.log(CONTEXT)).containsOnlyOnce("test.finished fail", "dev.delivery.finished fail");
    }

    @Test
    void aTimeoutTriggersWhatFollowsAFailure() {
        startedTask();
        world.later(Duration.ofHours(2));
        world.follow();
        assertThat(world.log(CONTEXT)).endsWith("dev.rollback.triggered", "dev.rollback.started");
    }

    @Test
    void theTimeOfARunningTaskGoesOnWhileItsContextIsPaused() {
        startedTask();
        world.control.pause(PROJECT, CONTEXT, null);
        world.later(Duration.ofHours(2));
        assertThat(world.answers).containsExactly(TIMED_OUT);
    }

    @Test
    void theTimeOfAHeldTaskBeginsWhenItIsAskedFor() {
        world.control.pause(PROJECT, CONTEXT, null);
        world.dispatch("test", "t1", 0, 0);
        world.later(Duration.ofDays(3));
        world.control.resume(PROJECT, CONTEXT, null);
        world.later(Duration.ofMinutes(9));
        assertThat(world.answers).isEmpty();
        world.later(Duration.ofMinutes(1));
        assertThat(world.answers).containsExactly(TIMED_OUT);
    }

    @Test
    void aServiceThatHasStartedIsNotAskedToStartAgain() {
        startedTask();
        world.later(Duration.ofMinutes(30));
        assertThat(world.answers).isEmpty();
    }

    @Test
    void oneOfSeveralServicesThatDoesNotStartEndsTheTask() {
        world.services.put("test", List.of("jmeter", "selenium"));
        String test = world.dispatch("test", "t1", 0, 0);
        world.started("test", test, "jmeter");
        world.finished("test", test, "jmeter", "pass");
        world.later(Duration.ofMinutes(10));
        assertThat(world.answers).containsExactly(TIMED_OUT);
        assertThat(world.data("test.finished"))
                .containsEntry("message", "task service selenium has not started `test` within 10 minutes");
    }

    @Test
    void aTaskThatMayFailGoesOn() {
        world.dispatch("action", "t1", 0, 0, 1, Map.of("onFail", "continue"));
        world.later(Duration.ofMinutes(10));
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.log(CONTEXT)).endsWith("action.finished fail");
    }

    @Test
    void aLaterTurnOfALoopHasItsOwnTime() {
        world.trigger("trigger-2", "6a3a5d9e-0000-4000-8000-000000000009", "production", "canary");
        String first = world.dispatch("release", "t1", 0, 0, 0, LOOP);
        world.started("release", first, "release-service");
        world.later(Duration.ofMinutes(50));
        world.inProgress("release", first, Map.of());
        String second = world.dispatch("release", "t2", 0, 0, 1, LOOP);
        world.started("release", second, "release-service");
        world.later(Duration.ofMinutes(50));
        assertThat(world.answers).containsExactly("t1 succeeded");
        world.later(Duration.ofMinutes(11));
        assertThat(world.answers).containsExactly("t1 succeeded", "t2 Keptn.TaskTimedOut");
        assertThat(world.machines).endsWith("production-canary.rollback");
    }

    @Test
    void aBranchThatTimesOutEndsTheOthers() {
        world.dispatch("test", "t1", 0, 0, 0, Map.of("parallel", 1, "branch", 1));
        String lint = world.dispatch("lint", "t2", 0, 0, 0, Map.of("parallel", 1, "branch", 2));
        world.started("lint", lint, "lint-service");
        world.later(Duration.ofMinutes(10));
        assertThat(world.log(CONTEXT))
                .endsWith("test.finished fail", "lint.finished fail", "dev.delivery.finished fail");
        assertThat(world.finished("lint", lint, "lint-service", "pass")).isEqualTo(Receipt.LATE);
    }

    @Test
    void aTaskOfACompanionThatTimesOutEndsIt() {
        world.trigger("trigger-2", "6a3a5d9e-0000-4000-8000-000000000009", "production", "canary");
        String release = world.dispatch("release", "t0", 0, 0, 0, LOOP);
        world.finished("release", release, "release-service", "fail");
        world.dispatch("rollback", "t1", 0, 0);
        world.later(Duration.ofMinutes(10));
        assertThat(world.answers).endsWith(TIMED_OUT);
        assertThat(world.machines).endsWith("production-canary.rollback", "production-canary.onFailure");
    }

    private String startedTask() {
        String test = world.dispatch("test", "t1", 0, 0);
        world.started("test", test, "test-service");
        return test;
    }
}
