package sh.keptn.controlplane.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.events.Json;

class PayloadTest {

    static Stream<Map<String, @Nullable Object>> cases() throws IOException {
        return CorpusCases.of("next-task.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nextTaskAndItsDataAreKeptns(Map<String, @Nullable Object> recorded) {
        List<Map<String, @Nullable Object>> tasks = CorpusCases.list(recorded, "tasks");
        List<Map<String, @Nullable Object>> finished = CorpusCases.list(recorded, "previous");
        boolean goesOn = finished.isEmpty()
                || Outcome.of(finished.get(finished.size() - 1)).continues();
        Map<String, @Nullable Object> next =
                goesOn && finished.size() < tasks.size() ? tasks.get(finished.size()) : null;
        Map<String, @Nullable Object> expected = Json.child(recorded, "expected");
        if (expected.containsKey("next")) {
            Object nextName = Json.child(expected, "next").get("name");
            assertThat(next == null ? null : next.get("name")).isEqualTo(nextName);
        }
        if (expected.containsKey("data")) {
            assertThat(data(recorded, finished, next)).isEqualTo(expected.get("data"));
        }
    }

    @Test
    void whatAnEvaluationHasFoundReplacesWhatAnEarlierOneHad() {
        Map<String, @Nullable Object> earlier =
                Map.of("timeframe", "5m", "score", 100, "result", "pass", "indicatorResults", List.of("a"), "own", 1);
        Map<String, @Nullable Object> scored =
                Map.of("score", 50, "result", "warning", "indicatorResults", List.of("b"), "own", 2);
        assertThat(evaluation(earlier, scored))
                .isEqualTo(Map.of(
                        "timeframe",
                        "5m",
                        "score",
                        50,
                        "result",
                        "warning",
                        "indicatorResults",
                        List.of("b"),
                        "own",
                        1));
        assertThat(evaluation(earlier, Map.of("result", "fail")))
                .as("an error has no score")
                .isEqualTo(Map.of("timeframe", "5m", "result", "fail", "own", 1));
        assertThat(evaluation(earlier, Map.of("note", "no result"))).containsEntry("score", 100);
    }

    private static Map<String, @Nullable Object> evaluation(
            Map<String, @Nullable Object> earlier, Map<String, @Nullable Object> answer) {
        Map<String, @Nullable Object> gathered = Payload.gathered(
                Map.of("evaluation", earlier),
                new Payload.Scope("shop", "prod", "carts"),
                List.of(new Payload.FinishedTask("evaluation", Map.of("evaluation", answer), Payload.Step.NOT_COUNTED)),
                null);
        return Json.child(gathered, "evaluation");
    }

    private static Map<String, @Nullable Object> data(
            Map<String, @Nullable Object> recorded,
            List<Map<String, @Nullable Object>> previous,
            @Nullable Map<String, @Nullable Object> next) {
        List<Payload.FinishedTask> finished = previous.stream()
                .map(task -> new Payload.FinishedTask(
                        String.valueOf(task.get("name")), Json.child(task, "data"), Payload.Step.NOT_COUNTED))
                .toList();
        Map<String, @Nullable Object> scope = Json.child(recorded, "scope");
        Map<String, @Nullable Object> gathered = Payload.gathered(
                Json.child(recorded, "input"),
                new Payload.Scope(
                        String.valueOf(scope.get("project")),
                        String.valueOf(scope.get("stage")),
                        String.valueOf(scope.get("service"))),
                finished,
                previous.isEmpty() ? null : Outcome.of(previous.get(previous.size() - 1)));
        return next == null
                ? gathered
                : Payload.forTask(gathered, String.valueOf(next.get("name")), Json.child(next, "properties"));
    }
}
