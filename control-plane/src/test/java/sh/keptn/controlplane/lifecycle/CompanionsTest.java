package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machines that run after a sequence has ended. */
class CompanionsTest {

    private static final String OTHER = "6a3a5d9e-0000-4000-8000-000000000002";
    private static final Map<String, Object> LOOP = Map.of("progress", "loop", "turns", 3);

    private final World world = new World();

    @Test
    void failedCanaryIsRolledBackThenTheAuthorsStepsRunAndThenTheStageIsFree() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        world.trigger("trigger-2", OTHER, "production", "canary");
        String release = world.dispatch("release", "t1", 0, 0, 0, LOOP);
        world.finished("release", release, "release-service", "fail");
        assertThat(world.executions).as("the sequence and its rollback").hasSize(2);
        for (String task : List.of("rollback", "notify", "cleanup")) {
            assertThat(world.log(OTHER)).as("before " + task).containsExactly("production.canary.triggered");
            String triggered = world.dispatch(task, "t-" + task, 0, 0);
            world.finished(task, triggered, task + "-service", task.equals("notify") ? "fail" : "pass");
            if (!task.equals("notify")) {
                world.complete();
            }
        }
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "production.canary.triggered",
                        "production.canary.started",
                        "release.triggered",
                        "release.started",
                        "release.finished fail",
                        "production.canary.finished fail",
                        "rollback.triggered",
                        "rollback.started",
                        "rollback.finished pass",
                        "notify.triggered",
                        "notify.started",
                        "notify.finished fail",
                        "cleanup.triggered",
                        "cleanup.started",
                        "cleanup.finished pass");
        assertThat(world.data("cleanup.triggered"))
                .containsEntry("result", "fail")
                .containsEntry("release", Map.of("by", List.of("release-service")));
        world.follow();
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isTrue();
        assertThat(world.log(OTHER)).endsWith("production.canary.started");
    }

    @Test
    void goodRunIsOnlyFollowedByWhatAlwaysRuns() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String release = world.dispatch("release", "t1", 0, 0, 0, LOOP);
        world.finished("release", release, "release-service", "pass");
        world.complete();
        world.follow();
        assertThat(world.machines).containsExactly("production-canary", "production-canary.finally");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isFalse();
        world.complete();
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isTrue();
    }

    @Test
    void nothingIsRolledBackThatWasNotBegun() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String deployment = world.dispatch("deployment", "t1", 0, 0);
        world.finished("deployment", deployment, "deployment-service", "fail");
        assertThat(world.machines).containsExactly("production-canary", "production-canary.onFailure");
    }

    @Test
    void abortedRunIsTakenBackAndThatIsNotAbortedWithIt() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        world.dispatch("release", "t1", 0, 0, 0, LOOP);
        assertThat(world.control.abort(PROJECT, CONTEXT, null, "not wanted")).isEqualTo(1);
        assertThat(world.machines).containsExactly("production-canary", "production-canary.rollback");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isFalse();
        assertThat(world.data("production.canary.finished")).containsEntry("status", "aborted");
    }

    @Test
    void companionThatWasStoppedFromOutsideLeadsToTheNextOne() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        world.executionEnded(0, false, "out of memory");
        world.executionEnded(1, true, "stopped in the console");
        assertThat(world.machines)
                .containsExactly("production-canary", "production-canary.onFailure", "production-canary.finally");
    }
}
