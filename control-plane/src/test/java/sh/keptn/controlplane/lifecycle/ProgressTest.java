package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;

/** Tasks that report progress: in a loop of their machine, and between sequences. */
class ProgressTest {

    private static final Map<String, Object> LOOP =
            Map.of("progress", "loop", "turns", 3, "properties", Map.of("strategy", "canary"));
    private static final Map<String, Object> WATCHED = Map.of("progress", "sequence");

    private final World world = new World();

    @Test
    void progressEndsATurnAndTheNextOneIsANewDispatchWithTheNextIteration() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String first = world.dispatch("release", "t1", 0, 0, 0, LOOP);
        assertThat(release()).containsEntry("iteration", 0L).containsEntry("strategy", "canary");
        assertThat(world.inProgress("release", first, Map.of("release", Map.of("weight", 50L))))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.inProgress("release", first, Map.of())).isEqualTo(Receipt.DUPLICATE);

        String second = world.dispatch("release", "t2", 0, 0, 1, LOOP);
        assertThat(second).isNotEqualTo(first);
        assertThat(release()).containsEntry("iteration", 1L).containsEntry("weight", 50L);
        world.finished("release", second, "release-service", "pass");
        world.complete();
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "production.canary.triggered",
                        "production.canary.started",
                        "release.triggered",
                        "release.started",
                        "release.status.changed",
                        "release.triggered",
                        "release.started",
                        "release.finished pass",
                        "production.canary.finished pass");
    }

    @Test
    void progressOfAnOrdinaryTaskIsOnlySaid() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.inProgress("deployment", triggered, Map.of());
        assertThat(world.answers).isEmpty();
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void taskThatNeverFinishesIsNotAskedForEver() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        for (int turn = 0; turn < 3; turn++) {
            world.inProgress("release", world.dispatch("release", "t" + turn, 0, 0, turn, LOOP), Map.of());
        }
        String last = world.dispatch("release", "t3", 0, 0, 3, LOOP);
        assertThat(world.answers).endsWith("t3 Keptn.TaskFailed");
        assertThat(world.data("release.finished"))
                .containsEntry("message", "`release` has reported progress 3 times and has not finished");
        assertThat(world.control.isAwaited(last, "release-service")).isFalse();
        assertThat(world.log(CONTEXT)).contains("production.canary.finished fail");
    }

    @Test
    void failureWhileTheTasksAfterProgressRunFailsTheNextTurn() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String first = world.dispatch("release", "t1", 0, 0, 0, LOOP);
        world.inProgress("release", first, Map.of());
        assertThat(world.finished("release", first, "release-service", "fail")).isEqualTo(Receipt.LATE);
        world.dispatch("release", "t2", 0, 0, 1, LOOP);
        assertThat(world.answers).containsExactly("t1 succeeded", "t2 Keptn.TaskFailed");
        assertThat(world.data("release.finished")).containsEntry("message", "release-service says fail");
    }

    @Test
    void runThatEndsWithProgressIsStartedAgainByWhatFollowsIt() {
        world.trigger("trigger-1", CONTEXT, "production", "shift");
        String first = world.dispatch("traffic", "t1", 0, 0, 0, WATCHED);
        world.inProgress("traffic", first, Map.of());
        world.complete();
        assertThat(world.data("production.shift.in-progress"))
                .containsEntry("status", "in-progress")
                .containsEntry("stage", "production");
        world.follow();
        String test = world.dispatch("test", "t2", 0, 0);
        world.finished("test", test, "test-service", "pass");
        world.complete();
        world.follow();
        String second = world.dispatch("traffic", "t3", 0, 0, 0, WATCHED);
        assertThat(Json.child(world.data("traffic.triggered"), "traffic")).containsEntry("iteration", 1L);
        world.finished("traffic", second, "traffic-service", "pass");
        world.complete();
        world.follow();
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "production.shift.triggered",
                        "production.shift.started",
                        "traffic.triggered",
                        "traffic.started",
                        "traffic.status.changed",
                        "production.shift.in-progress pass",
                        "production.validation.triggered",
                        "production.validation.started",
                        "test.triggered",
                        "test.started",
                        "test.finished pass",
                        "production.validation.finished pass",
                        "production.shift.triggered",
                        "production.shift.started",
                        "traffic.triggered",
                        "traffic.started",
                        "traffic.finished pass",
                        "production.shift.finished pass");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isTrue();
    }

    @Test
    void theIterationOfAFinishedTaskDoesNotTravelOn() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        world.inProgress("release", world.dispatch("release", "t1", 0, 0, 0, LOOP), Map.of());
        String second = world.dispatch("release", "t2", 0, 0, 1, LOOP);
        world.finished("release", second, "release-service", "pass");
        world.dispatch("notify", "t3", 0, 0);
        assertThat(Json.child(world.data("notify.triggered"), "release"))
                .containsEntry("by", List.of("release-service"))
                .doesNotContainKey("iteration");
    }

    private Map<String, @Nullable Object> release() {
        return Json.child(world.data("release.triggered"), "release");
    }
}
