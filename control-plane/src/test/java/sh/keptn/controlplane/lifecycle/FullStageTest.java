package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.rows.StageRow;

/** More services in one stage than its row can hold: the others wait, and none is lost. */
class FullStageTest {

    private static final int ITEM_LIMIT = 400 * 1024;
    private static final int SERVICES = 160;

    /** With long names the row is full with fewer of them. */
    private static final String LONG = "s".repeat(1_000);

    private final World world = new World();
    private final String first = context(0);
    private final String last = context(SERVICES - 1);

    @Test
    void whoFindsNoRoomWaitsForIt() {
        trigger();
        int started = world.executions.size();
        assertThat(started).isBetween(100, SERVICES - 1);
        assertThat(size()).isLessThan(ITEM_LIMIT * 3 / 4);
        assertThat(world.log(last)).containsExactly("dev.delivery.triggered");
        assertThat(world.control.status(PROJECT, last).queued())
                .containsExactly(new ContextStatus.Queued("dev", "delivery", List.of(), List.of(), true));
        for (int i = 0; i < world.executions.size(); i++) {
            world.complete(i);
            assertThat(size()).isLessThan(ITEM_LIMIT * 3 / 4);
        }
        assertThat(world.executions).hasSize(SERVICES).doesNotHaveDuplicates();
        assertThat(world.log(last)).contains("dev.delivery.finished pass");
    }

    @Test
    void whoWaitsOutsideCanBeAbortedAndOvertakesNobody() {
        trigger();
        int started = world.executions.size();
        world.trigger("again", context(SERVICES), "dev", "delivery", List.of(LONG + (SERVICES - 1)));
        world.control.abort(PROJECT, context(started), null, "no");
        world.control.pause(PROJECT, context(started + 1), null);
        for (int i = 0; i < started; i++) {
            world.complete(i);
        }
        assertThat(world.log(context(started))).containsExactly("dev.delivery.triggered", "dev.delivery.finished pass");
        assertThat(world.log(context(started + 1))).containsExactly("dev.delivery.triggered");
        assertThat(world.log(last)).endsWith("dev.delivery.started");
        assertThat(world.log(context(SERVICES))).containsExactly("dev.delivery.triggered");
        world.control.resume(PROJECT, context(started + 1), null);
        assertThat(world.log(context(started + 1))).endsWith("dev.delivery.started");
    }

    /** A context that is resumed where there is no room waits behind those who came in meanwhile. */
    @Test
    void whoIsResumedInAFullStageWaitsToo() {
        world.trigger("first", first, "dev", "delivery", List.of(LONG + 0));
        world.trigger("paused", context(SERVICES), "dev", "delivery", List.of(LONG + 0, LONG + "paused"));
        world.control.pause(PROJECT, context(SERVICES), null);
        IntStream.range(1, SERVICES).forEach(this::trigger);
        world.control.resume(PROJECT, context(SERVICES), null);
        assertThat(world.control.status(PROJECT, context(SERVICES)).queued())
                .extracting(ContextStatus.Queued::full)
                .containsExactly(true);
        assertThat(size()).isLessThan(ITEM_LIMIT * 3 / 4);
        for (int i = 0; i < world.executions.size(); i++) {
            world.complete(i);
        }
        assertThat(world.executions).hasSize(SERVICES + 1);
    }

    @Test
    void aReleaseThatNoStageCanHoldIsRefused() {
        List<String> services =
                IntStream.range(0, SERVICES).mapToObj(i -> LONG + i).toList();
        world.trigger("all", first, "dev", "delivery", services);
        assertThat(world.log(first)).containsExactly("dev.delivery.triggered", "dev.delivery.finished fail");
        assertThat(world.data("dev.delivery.finished"))
                .containsEntry(
                        "message", "160 services are more than a stage can deliver at once; release them in parts");
    }

    private void trigger() {
        IntStream.range(0, SERVICES).forEach(this::trigger);
    }

    private void trigger(int i) {
        world.trigger("trigger-" + i, context(i), "dev", "delivery", List.of(LONG + i));
    }

    private int size() {
        return world.store
                .get(StageRow.key(PROJECT, "dev"))
                .orElseThrow()
                .body()
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }

    private static String context(int i) {
        return String.format("6a3a5d9e-0000-4000-8003-%012d", i);
    }
}
