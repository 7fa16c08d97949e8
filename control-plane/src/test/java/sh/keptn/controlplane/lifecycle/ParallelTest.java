package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks of a parallel block: what they see, and how the block ends. */
class ParallelTest {

    private final World world = new World();

    @Test
    void branchesSeeNothingOfEachOtherAndTheirResultsAreCombinedInTheOrderOfTheFile() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String load = world.dispatch("load", "t1", 0, 0, 0, branch(0, 1));
        String scan = world.dispatch("scan", "t2", 0, 0, 0, branch(1, 2));
        world.finished("scan", scan, "scan-service", "warning");
        String report = world.dispatch("report", "t3", 0, 0, 0, branch(2, 2));
        assertThat(world.data("report.triggered")).containsKey("scan").containsEntry("result", "warning");
        world.finished("report", report, "report-service", "warning");
        world.finished("load", load, "load-service", "pass");
        world.dispatch("release", "t4", 0, 0);
        assertThat(world.data("load.triggered")).doesNotContainKey("scan");
        assertThat(world.data("release.triggered"))
                .containsEntry("result", "warning")
                .containsKeys("load", "scan", "report");
        assertThat(world.data("release.triggered").keySet().stream()
                        .filter(key -> Map.of("load", 1, "scan", 1, "report", 1).containsKey(key)))
                .containsExactly("load", "scan", "report");
    }

    @Test
    void runEndsWithTheWorstOfTheLastBranches() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String load = world.dispatch("load", "t1", 0, 0, 0, branch(0, 1));
        String scan = world.dispatch("scan", "t2", 0, 0, 0, branch(1, 2));
        world.finished("scan", scan, "scan-service", "warning");
        world.finished("load", load, "load-service", "pass");
        world.complete();
        assertThat(world.data("dev.delivery.finished")).containsEntry("result", "warning");
        assertThat(world.bus.get(world.bus.size() - 1).stamp().get("lastTask"))
                .asString()
                .contains("load", "scan");
    }

    @Test
    void firstFailureEndsTheRunAndClosesTheOtherBranches() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String load = world.dispatch("load", "t1", 0, 0, 0, branch(0, 1));
        String scan = world.dispatch("scan", "t2", 0, 0, 0, branch(1, 2));
        world.finished("scan", scan, "scan-service", "fail");
        assertThat(world.log(CONTEXT))
                .endsWith("scan.finished fail", "load.finished fail", "dev.delivery.finished fail");
        assertThat(world.finished("load", load, "load-service", "pass")).isEqualTo(Receipt.LATE);
        assertThat(world.answers).containsExactly("t2 Keptn.TaskFailed");
    }

    private static Map<String, Object> branch(int index, int branch) {
        return Map.of("index", index, "parallel", 1, "branch", branch);
    }
}
