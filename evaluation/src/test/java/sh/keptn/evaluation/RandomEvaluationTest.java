package sh.keptn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.input.EvaluationCase;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.events.Json;

/**
 * Random files and values against {@link Oracle}, which does the same in one straight line. A failure names the seed: {@code
 * -Dseed=N -Druns=1}.
 */
final class RandomEvaluationTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final List<Double> NUMBERS =
            List.of(0.0, 0.1, 0.2, 0.3, 1.0, 9.9, 10.0, 10.5, 11.0, -10.0, 100.0, 1e-7);
    private static final List<String> CRITERIA = List.of(
            "<10", "<=10", "=10", ">=10", ">10", "<=+10%", "<=10%", ">=-10%", "<+0.1", "<=-1", " < 11 ", ">0.2", "=0%",
            "<1e1");
    private static final List<String> WRONG = List.of("10", "=<5", "<10ms", "!=1", "|1", "<", "");

    @Test
    void evaluationsAreThoseOfTheOracle() {
        long first = Long.getLong("seed", 20260107);
        int runs =
                Integer.getInteger("runs", !System.getProperty("full", "false").equals("false") ? 200_000 : 3_000);
        for (long seed = first; seed < first + runs; seed++) {
            Map<String, @Nullable Object> each = evaluation(new Random(seed));
            EvaluationCase read = YamlReader.read("case", Json.write(each))
                    .then(EvaluationCase::parse)
                    .value()
                    .orElseThrow();
            Map<String, @Nullable Object> actual = EvaluationJson.of(read.evaluate(read.objectives("slo.yaml")));
            assertThat(Json.write(actual))
                    .as("seed " + seed + "\n" + Json.writePretty(each))
                    .isEqualTo(Json.write(new Oracle(each).evaluate()));
        }
    }

    private static Map<String, @Nullable Object> evaluation(Random random) {
        Map<String, @Nullable Object> slo = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            slo.put("comparison", comparison(random));
        }
        List<Object> objectives = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            objectives.add(objective(random));
        }
        slo.put("objectives", objectives);
        if (random.nextInt(20) > 0) {
            Map<String, Object> bands = new LinkedHashMap<>();
            bands.put("pass", one(random, List.of("90%", "100%", "50", "66.66666666666666%", "0%", "x%")));
            if (random.nextBoolean()) {
                bands.put("warning", one(random, List.of("75%", "40%", "33.3", "y")));
            }
            slo.put("total_score", bands);
        }
        Map<String, @Nullable Object> each = new LinkedHashMap<>();
        each.put("slo", Json.write(slo));
        each.put("sli_values", values(random));
        List<Object> previous = new ArrayList<>();
        int earlier = random.nextInt(6);
        for (int i = 0; i < earlier; i++) {
            List<Object> results = new ArrayList<>();
            values(random).forEach(value -> results.add(Map.of("value", value)));
            previous.add(Map.of(
                    "id",
                    "p" + i,
                    "result",
                    one(random, List.of("pass", "warning", "fail")),
                    "invalidated",
                    random.nextInt(5) == 0,
                    "indicatorResults",
                    results));
        }
        each.put("previous", previous);
        return each;
    }

    private static Map<String, Object> comparison(Random random) {
        Map<String, Object> comparison = new LinkedHashMap<>();
        comparison.put("compare_with", one(random, List.of("single_result", "several_results", "all_results")));
        comparison.put("include_result_with_score", one(random, List.of("all", "pass", "PASS_or_warn", "none")));
        comparison.put("aggregate_function", one(random, List.of("avg", "p50", "p90", "p95", "max")));
        if (random.nextBoolean()) {
            comparison.put("number_of_comparison_results", random.nextInt(5));
        }
        return comparison;
    }

    private static Map<String, Object> objective(Random random) {
        Map<String, Object> objective = new LinkedHashMap<>();
        objective.put("sli", one(random, NAMES));
        if (random.nextBoolean()) {
            objective.put("displayName", "name " + random.nextInt(9));
        }
        if (random.nextInt(5) > 0) {
            objective.put("pass", sets(random));
        }
        if (random.nextBoolean()) {
            objective.put("warning", sets(random));
        }
        objective.put("weight", random.nextInt(4));
        objective.put("key_sli", random.nextInt(6) == 0);
        return objective;
    }

    private static List<Object> sets(Random random) {
        List<Object> sets = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String[] criteria = new String[random.nextInt(4)];
            Arrays.setAll(criteria, j -> one(random, random.nextInt(60) == 0 ? WRONG : CRITERIA));
            sets.add(Map.of("criteria", List.of(criteria)));
        }
        return sets;
    }

    private static List<Map<String, Object>> values(Random random) {
        List<Map<String, Object>> values = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            boolean isSuccess = random.nextInt(8) > 0;
            values.add(Map.of(
                    "metric",
                    one(random, NAMES),
                    "value",
                    one(random, NUMBERS),
                    "success",
                    isSuccess,
                    "message",
                    isSuccess ? "" : "gone"));
        }
        return values;
    }

    private static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
