package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** What becomes of answers, in whatever order, from whomever and however often they come. */
class AnswerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final World world = new World();

    /** What is not an answer to an open task is refused, and the sender is told why. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev.delivery.finished      | ID      | deployment-service | comes from the control plane alone
            dev.delivery.triggered     | ID      | deployment-service | comes from the control plane alone
            qa.delivery.started        |         | mallory            | comes from the control plane alone
            deployment.triggered       | ID      | deployment-service | comes from the control plane alone
            deployment.finished        |         | deployment-service | expected `triggeredid`
            deployment.finished        | unknown | deployment-service | no task was asked for by an event `unknown`
            test.finished              | ID      | deployment-service | asks for `deployment`, not for `test`
            deployment.finished        | ID      | mallory            | `mallory` does not have to answer `deployment`, but deployment-service
            deployment                 | ID      | deployment-service | is no event about a task
            deployment.dev.a.finished  | ID      | deployment-service | is no event about a task
            """)
    void whatIsNoAnswerIsRefused(String type, @Nullable String id, String sender, String reason) {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        List<String> before = world.log(CONTEXT);
        KeptnEvent event = event("forged", type, "ID".equals(id) ? triggered : id, Map.of("result", "pass"));
        assertThat(world.control.receive(event, sender)).isEqualTo(Receipt.REFUSED);
        assertThat(world.control.reason(event, sender)).contains(reason);
        assertThat(world.log(CONTEXT)).isEqualTo(before);
        world.follow();
        assertThat(world.log(CONTEXT)).as("nothing follows").isEqualTo(before);
        assertThat(world.answers).isEmpty();
    }

    @Test
    void answerThatIsLargerThanTheBusTakesIsNotKept() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        Map<String, @Nullable Object> data = Map.of("result", "pass", "log", "x".repeat(300_000));
        KeptnEvent event = event("large", "deployment.finished", triggered, data);
        assertThat(world.control.receive(event, "deployment-service")).isEqualTo(Receipt.TOO_LARGE);
        assertThat(world.control.reason(event, "deployment-service")).endsWith(" bytes; an answer may have 262144");
        assertThat(world.log(CONTEXT)).endsWith("deployment.triggered");
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void answersToAClosedStepOfALoopAreLateButAFailureCountsInTheNext() {
        Map<String, Object> loop = Map.of("progress", "loop", "turns", 10);
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String first = world.dispatch("release", "t1", 0, 0, 0, loop);
        world.inProgress("release", first, Map.of());
        assertThat(world.finished("release", first, "release-service", "fail")).isEqualTo(Receipt.LATE);
        world.dispatch("release", "t2", 0, 0, 1, loop);
        assertThat(world.answers).containsExactly("t1 succeeded", "t2 Keptn.TaskFailed");
    }

    @Test
    void answersToACompanionsTaskEndItAsAnyOther() {
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        String release = world.dispatch("release", "t1", 0, 0, 0, Map.of("progress", "loop", "turns", 10));
        world.finished("release", release, "release-service", "fail");
        String rollback = world.dispatch("rollback", "t2", 0, 0);
        assertThat(world.finished("rollback", rollback, "mallory", "pass")).isEqualTo(Receipt.REFUSED);
        assertThat(world.finished("rollback", rollback, "rollback-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("rollback", rollback, "rollback-service", "pass"))
                .isEqualTo(Receipt.DUPLICATE);
        assertThat(world.answers).endsWith("t2 succeeded");
    }

    /** Ids are those of their senders: what two of them call the same, or one in two answers, is not the same. */
    @Test
    void eventsOfOneIdAreAsManyAsTheyAre() {
        world.services.put("deployment", List.of("a", "b"));
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        Map<String, @Nullable Object> data = Map.of("result", "pass", "status", "succeeded");
        for (String service : List.of("a", "b")) {
            KeptnEvent started = event("1", "deployment.started", triggered, Map.of());
            KeptnEvent finished = event("1", "deployment.finished", triggered, data);
            assertThat(world.control.receive(started, service)).isEqualTo(Receipt.ACCEPTED);
            assertThat(world.control.receive(started, service)).isEqualTo(Receipt.DUPLICATE);
            assertThat(world.control.receive(finished, service)).isEqualTo(Receipt.ACCEPTED);
            assertThat(world.control.receive(finished, service)).isEqualTo(Receipt.DUPLICATE);
        }
        assertThat(world.answers).containsExactly("t1 succeeded");
        String next = world.dispatch("release", "t2", 0, 0);
        assertThat(world.control.receive(event("1", "release.finished", next, data), "release-service"))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).containsExactly("t1 succeeded", "t2 succeeded");
    }

    /** In whatever order three services answer, the task ends once, with the last answer and the same result. */
    @Test
    void theOrderOfServicesDoesNotMatter() {
        List<String> services = List.of("a", "b", "c");
        Map<String, String> results = Map.of("a", "pass", "b", "warning", "c", "pass");
        Set<Object> outcomes = new LinkedHashSet<>();
        for (List<String> order : permutations(services)) {
            World each = new World();
            each.services.put("deployment", services);
            each.trigger("trigger-1", CONTEXT, "dev", "delivery");
            String triggered = each.dispatch("deployment", "t1", 0, 0);
            for (String service : order) {
                assertThat(each.answers)
                        .as("before " + service + " of " + order)
                        .isEmpty();
                each.finished("deployment", triggered, service, results.getOrDefault(service, ""));
            }
            assertThat(each.answers).containsExactly("t1 succeeded");
            each.complete();
            outcomes.add(each.data("dev.delivery.finished"));
        }
        assertThat(outcomes).hasSize(1);
    }

    /** Keptn's own cases, those that we decide otherwise included: {@link #finishedBeforeStarted} and {@link #lateSecond}. */
    @TestFactory
    Stream<DynamicTest> answersOfKeptn() throws IOException {
        return CorpusCases.of("task-aggregation.json")
                .map(recorded -> DynamicTest.dynamicTest(String.valueOf(recorded.get("name")), () -> play(recorded)));
    }

    private static void play(Map<String, @Nullable Object> recorded) {
        List<Map<String, @Nullable Object>> events = CorpusCases.list(recorded, "events");
        List<String> services = services(events);
        String task = events.isEmpty() ? "deployment" : type(events.get(0)).split("\\.", -1)[0];
        World world = new World();
        world.services.put(task, services.stream().distinct().sorted().toList());
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch(task, "t1", 0, 0);
        for (int i = 0; i < events.size(); i++) {
            Map<String, @Nullable Object> event = events.get(i);
            Map<String, @Nullable Object> data = new LinkedHashMap<>(Json.child(event, "data"));
            data.put("result", event.get("result"));
            data.put("status", event.get("status"));
            world.control.receive(event("answer-" + i, type(event), triggered, data), services.get(i));
        }
        Map<String, @Nullable Object> expected = Json.child(recorded, "expected");
        assertThat(!world.answers.isEmpty()).as("ended").isEqualTo(expected.get("finished"));
        if (expected.get("result") != null) {
            String result = String.valueOf(expected.get("result"));
            String status = String.valueOf(expected.get("status"));
            boolean goesOn = new Outcome(result, status, "").continues();
            assertThat(world.answers).containsExactly(goesOn ? "t1 succeeded" : "t1 Keptn.TaskFailed");
            if (goesOn) {
                world.complete();
            }
            assertThat(world.data("dev.delivery.finished"))
                    .containsEntry("result", result)
                    .containsEntry("status", status);
        }
    }

    private static String type(Map<String, @Nullable Object> event) {
        return String.valueOf(event.get("type")).replace("sh.keptn.event.", "");
    }

    /** Who sent each event; where a case does not say, each start is that of one more service, and they finish in that order. */
    private static List<String> services(List<Map<String, @Nullable Object>> events) {
        Map<String, Integer> unnamed = new LinkedHashMap<>();
        return events.stream()
                .map(event -> String.valueOf(event.get("source")).isEmpty()
                        ? "service-" + unnamed.merge(type(event), 1, Integer::sum)
                        : String.valueOf(event.get("source")))
                .toList();
    }

    /** Differs from Keptn, where the task never ends. */
    @Test
    void finishedBeforeStarted() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.started("deployment", triggered, "deployment-service")).isEqualTo(Receipt.LATE);
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.log(CONTEXT))
                .containsSubsequence("deployment.triggered", "deployment.started", "deployment.finished pass");
    }

    /** Differs from Keptn, where the first one to finish ends the task before the second has started. */
    @Test
    void lateSecond() {
        world.services.put("deployment", List.of("a", "b"));
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.started("deployment", triggered, "a");
        world.finished("deployment", triggered, "a", "pass");
        assertThat(world.answers).isEmpty();
        assertThat(world.started("deployment", triggered, "b")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("deployment", triggered, "b", "fail")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).containsExactly("t1 Keptn.TaskFailed");
    }

    private static List<List<String>> permutations(List<String> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (String first : items) {
            List<String> others =
                    items.stream().filter(item -> !item.equals(first)).toList();
            for (List<String> rest : permutations(others)) {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                all.add(order);
            }
        }
        return all;
    }

    private static KeptnEvent event(
            String id, String type, @Nullable String triggeredId, Map<String, @Nullable Object> data) {
        return new KeptnEvent(id, "outside", "sh.keptn.event." + type, NOW, CONTEXT, triggeredId, null, data);
    }
}
