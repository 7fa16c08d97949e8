package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that go on after they have failed. */
class RedriveTest {

    private static final String OTHER = "6a3a5d9e-0000-4000-8000-000000000002";

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndOfAnAttemptBeforeDoesNotEndTheOneThatRuns(boolean canRedrive) {
        world.canRedrive = canRedrive;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "pass");
        answer("test", "t2", 0, "fail");
        world.control.redrive(PROJECT, CONTEXT, null);
        world.complete(0, 0);
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.started");
        if (!canRedrive) {
            world.dispatch("deployment", "t3", 0, 0);
        }
        answer("test", "t4", canRedrive ? 1 : 0, "pass");
        world.complete(0, 0);
        assertThat(world.log(CONTEXT))
                .filteredOn("dev.delivery.finished pass"::equals)
                .isEmpty();
        world.complete();
        world.complete(0, 0);
        world.complete();
        assertThat(world.log(CONTEXT))
                .filteredOn("dev.delivery.finished pass"::equals)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailedTaskIsDoneAgainAndWhatHasPassedIsNot(boolean canRedrive) {
        world.canRedrive = canRedrive;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "pass");
        answer("test", "t2", 0, "fail");
        assertThat(world.control.redrive(PROJECT, CONTEXT, "qa")).isEmpty();
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).containsExactly("dev.delivery");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null))
                .as("while it runs")
                .isEmpty();

        int redrive = canRedrive ? 1 : 0;
        if (!canRedrive) {
            assertThat(world.machines).containsExactly("dev-delivery", "dev-delivery");
            // The new execution comes by the state that has passed.
            world.dispatch("deployment", "t3", 0, 0);
        }
        answer("test", "t4", redrive, "pass");
        world.complete();
        world.follow();
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "dev.delivery.triggered",
                        "dev.delivery.started",
                        "deployment.triggered",
                        "deployment.started",
                        "deployment.finished pass",
                        "test.triggered",
                        "test.started",
                        "test.finished fail",
                        "dev.delivery.finished fail",
                        "dev.delivery.started",
                        "test.triggered",
                        "test.started",
                        "test.finished pass",
                        "dev.delivery.finished pass",
                        "qa.delivery.triggered",
                        "qa.delivery.started");
        assertThat(world.answers).contains(canRedrive ? "redriven " + world.executions.get(0) : "t3 succeeded");
        assertThat(world.data("qa.delivery.triggered")).containsEntry("result", "pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "fail"})
    void whatTheFailureHasSetOffEndsFirstAndIsNotContinued(String rollback) {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "fail");
        world.follow();
        assertThat(world.log(CONTEXT)).endsWith("dev.rollback.triggered", "dev.rollback.started");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null))
                .as("while it is rolled back")
                .isEmpty();
        answer("undeploy", "t2", 0, rollback);
        if (rollback.equals("pass")) {
            world.complete();
        }
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).containsExactly("dev.delivery");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null))
                .as("how the rollback ended counts no more")
                .isEmpty();
        answer("deployment", "t3", 0, "fail");
        world.follow();
        assertThat(world.log(CONTEXT))
                .filteredOn("dev.rollback.started"::equals)
                .as("a second failure sets it off again")
                .hasSize(2);
    }

    @Test
    void anAbortedSequenceGoesOnToo() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.dispatch("deployment", "t1", 0, 0);
        world.control.abort(PROJECT, CONTEXT, null, "wait");
        assertThat(world.control.redrive(PROJECT, CONTEXT, "dev")).containsExactly("dev.delivery");
        answer("deployment", "t2", 0, "pass");
        world.complete();
        assertThat(world.log(CONTEXT)).endsWith("deployment.finished pass", "dev.delivery.finished pass");
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isFalse();
        world.follow();
        assertThat(world.log(CONTEXT)).endsWith("qa.delivery.started");
    }

    @Test
    void itQueuesUpBehindWhoHasTheStageNow() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "fail");
        world.control.redrive(PROJECT, OTHER, null);
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        world.control.redrive(PROJECT, CONTEXT, null);
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished fail");
        world.control.abort(PROJECT, OTHER, null, "make way");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished fail", "dev.delivery.started");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsAbortedWhileItQueuesUpAndGoesOnAnotherTime(boolean canRedrive) {
        world.canRedrive = canRedrive;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "fail");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        world.control.redrive(PROJECT, CONTEXT, null);
        world.control.abort(PROJECT, CONTEXT, null, "not now");
        world.control.abort(PROJECT, OTHER, null, "make way");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).containsExactly("dev.delivery");
        int execution = canRedrive ? 0 : 2;
        String triggered =
                world.dispatch(execution, "deployment", "t2", canRedrive ? 1 : 0, 0, 0, Map.of("properties", Map.of()));
        world.finished("deployment", triggered, "deployment-service", "pass");
        world.complete(execution, canRedrive ? 1 : 0);
        assertThat(world.log(CONTEXT)).endsWith("deployment.finished pass", "dev.delivery.finished pass");
    }

    @Test
    void theEndOfTheOldExecutionSaysNothingAboutTheNewOne() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.executionEnded(0, false, "out of memory");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).hasSize(1);
        world.executionEnded(0, false, "out of memory");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.started");
        world.executionEnded(1, false, "out of memory");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.started", "dev.delivery.finished fail");
    }

    @Test
    void theEndBeforeTheRedriveSaysNothingAboutTheSameExecutionAfterIt() {
        world.canRedrive = true;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        answer("deployment", "t1", 0, "fail");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).hasSize(1);
        world.executionEnded(0, 0, false, "Keptn.TaskFailed");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.started");
        world.executionEnded(0, 1, false, "out of memory");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.started", "dev.delivery.finished fail");
    }

    @Test
    void afterARollbackTheRolloutBeginsAgain() {
        world.canRedrive = true;
        Map<String, Object> loop = Map.of("progress", "loop", "turns", 10, "index", 1);
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        answer("deployment", "t1", 0, "pass");
        String release = world.dispatch("release", "t2", 0, 0, 0, loop);
        world.inProgress("release", release, Map.of());
        answer("test", "t3", 0, "fail");
        assertThat(world.machines).endsWith("production-canary.rollback");
        assertThat(world.control.redrive(PROJECT, CONTEXT, null))
                .as("while it is rolled back")
                .isEmpty();
        answer("rollback", "t4", 0, "pass");
        world.complete();
        world.complete();
        world.complete();
        assertThat(world.control.redrive(PROJECT, CONTEXT, null)).containsExactly("production.canary");
        assertThat(world.machines).endsWith("production-canary");
        world.dispatch("deployment", "t5", 0, 0);
        assertThat(world.answers).endsWith("t5 succeeded");
        String again = world.dispatch("release", "t6", 0, 0, 0, loop);
        assertThat(again).isNotEqualTo(release);
        assertThat(world.data("release.triggered"))
                .extractingByKey("release")
                .asString()
                .contains("iteration=0");
    }

    private void answer(String task, String token, int redrive, String result) {
        String triggered = world.dispatch(task, token, redrive, 0);
        world.finished(task, triggered, task + "-service", result);
    }
}
