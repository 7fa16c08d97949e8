package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contexts that are paused: what runs goes on, what comes next is held. */
class PauseTest {

    private final World world = new World();

    @BeforeEach
    void trigger() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
    }

    @Test
    void theNextTaskIsHeldUntilTheContextIsResumed() {
        String deployment = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.control.pause(PROJECT, CONTEXT, null)).isTrue();
        world.started("deployment", deployment, "deployment-service");
        world.finished("deployment", deployment, "deployment-service", "pass");
        world.dispatch("test", "t2", 0, 0);
        world.later(Duration.ofDays(40));
        assertThat(world.log(CONTEXT)).endsWith("deployment.finished pass");
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.control.status(PROJECT, CONTEXT).paused()).containsExactly("*");
        assertThat(world.control.status(PROJECT, CONTEXT).held())
                .extracting(ContextStatus.Held::task)
                .containsExactly("test");

        assertThat(world.control.resume(PROJECT, CONTEXT, null)).isTrue();
        assertThat(world.log(CONTEXT)).endsWith("deployment.finished pass", "test.triggered");
        assertThat(world.control.status(PROJECT, CONTEXT).held()).isEmpty();
        assertThat(world.control.resume(PROJECT, CONTEXT, null)).isFalse();
        assertThat(world.log(CONTEXT)).containsOnlyOnce("test.triggered");
    }

    @Test
    void anotherStageGoesOn() {
        world.control.pause(PROJECT, CONTEXT, "qa");
        String deployment = world.dispatch("deployment", "t1", 0, 0);
        world.finished("deployment", deployment, "deployment-service", "pass");
        world.complete();
        world.follow();
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished pass", "qa.delivery.triggered");
        assertThat(world.control.resume(PROJECT, CONTEXT, "dev")).isFalse();
        assertThat(world.control.resume(PROJECT, CONTEXT, "qa")).isTrue();
        world.dispatch("deployment", "t2", 0, 0);
        assertThat(world.log(CONTEXT)).endsWith("qa.delivery.started", "deployment.triggered");
    }

    @Test
    void theNewestTokenOfAHeldTaskCounts() {
        world.control.pause(PROJECT, CONTEXT, null);
        world.dispatch("deployment", "t1", 0, 0);
        world.dispatch("deployment", "t3", 0, 2);
        world.dispatch("deployment", "t2", 0, 1);
        world.control.resume(PROJECT, CONTEXT, null);
        String deployment = world.dispatch("deployment", "t3", 0, 2);
        world.finished("deployment", deployment, "deployment-service", "pass");
        assertThat(world.answers).containsExactly("t3 succeeded");
        assertThat(world.log(CONTEXT)).containsOnlyOnce("deployment.triggered");
    }

    @Test
    void manyHeldTasksAreAllReleased() {
        world.control.pause(PROJECT, CONTEXT, null);
        for (int i = 0; i < 23; i++) {
            world.dispatch("task" + i, "t" + i, 0, 0);
        }
        world.control.resume(PROJECT, CONTEXT, null);
        assertThat(world.log(CONTEXT))
                .filteredOn(type -> type.endsWith(".triggered"))
                .hasSize(24);
    }

    @Test
    void anAbortedContextHasNothingToRelease() {
        world.control.pause(PROJECT, CONTEXT, null);
        world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.control.abort(PROJECT, CONTEXT, null, "no")).isOne();
        assertThat(world.answers).containsExactly("stopped Keptn.Aborted");
        assertThat(world.control.status(PROJECT, CONTEXT).held()).isEmpty();
        world.control.resume(PROJECT, CONTEXT, null);
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished pass").doesNotContain("deployment.triggered");
        assertThat(world.control.pause(PROJECT, CONTEXT, null))
                .as("nothing runs")
                .isFalse();
    }
}
