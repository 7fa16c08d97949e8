package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.events.Json;

/** Keptn's cases of what starts and what waits, played on the control plane. */
class QueueingCorpusTest {

    @TestFactory
    Stream<DynamicTest> startsOrWaitsAsKeptn() throws IOException {
        return CorpusCases.of("queueing.json")
                .map(item -> DynamicTest.dynamicTest(
                        String.valueOf(item.get("name")), () -> new QueueingCorpusTest().play(item)));
    }

    private final World world = new World();

    private void play(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> added = Json.child(item, "new");
        String context = String.valueOf(added.get("context"));
        if ("task after approval.finished".equals(added.get("kind"))) {
            approveWhileAnotherRuns(context, item);
            return;
        }
        boolean isPaused = Boolean.TRUE.equals(added.get("context_paused"));
        if (isPaused) {
            world.trigger("elsewhere", context, "production", "shift");
            world.control.pause(PROJECT, context, null);
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>(CorpusCases.list(item, "existing"));
        all.add(added);
        all.stream()
                .sorted(Comparator.comparing(each -> ((Number) each.getOrDefault("triggered_at", 0)).longValue()))
                .forEach(each -> become(each, each == added));
        String expected = String.valueOf(item.get("expected"));
        if (expected.equals("start")) {
            assertThat(world.log(context)).contains(started(added));
        } else {
            assertThat(world.log(context)).contains(triggered(added)).doesNotContain(started(added));
        }
        if (isPaused) {
            world.control.resume(PROJECT, context, null);
            assertThat(world.log(context)).contains(started(added));
        }
    }

    private void become(Map<String, @Nullable Object> sequence, boolean isNew) {
        String context = String.valueOf(sequence.get("context"));
        world.trigger(
                isNew ? "new" : "existing",
                context,
                String.valueOf(sequence.get("stage")),
                "delivery",
                List.of(String.valueOf(sequence.get("service"))));
        if (isNew) {
            return;
        }
        switch (String.valueOf(sequence.get("state"))) {
            case "waitingForApproval" -> askForApproval();
            case "paused" -> world.control.pause(PROJECT, context, null);
            case "finished" -> world.complete();
            case "timedOut" -> {
                world.dispatch("test", "t1", 0, 0);
                world.later(Duration.ofMinutes(11));
            }
            default -> assertThat(sequence.get("state")).isIn("started", "triggered");
        }
    }

    private void approveWhileAnotherRuns(String context, Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> other = CorpusCases.list(item, "existing").get(0);
        assertThat(item.get("expected")).isEqualTo("hold the next task event until the other sequence is finished");
        world.trigger("new", context, "dev", "delivery", List.of("s"));
        String approval = askForApproval();
        world.trigger("existing", String.valueOf(other.get("context")), "dev", "delivery", List.of("s"));
        world.finished("approval", approval, "approval-service", "pass");
        world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        assertThat(world.log(context)).doesNotContain("release.triggered");
        world.complete(1);
        assertThat(world.log(context)).endsWith("release.triggered");
    }

    private String askForApproval() {
        String approval = world.dispatch("approval", "t1", 0, 0);
        world.started("approval", approval, "approval-service");
        return approval;
    }

    private static String triggered(Map<String, @Nullable Object> sequence) {
        return sequence.get("stage") + ".delivery.triggered";
    }

    private static String started(Map<String, @Nullable Object> sequence) {
        return sequence.get("stage") + ".delivery.started";
    }
}
