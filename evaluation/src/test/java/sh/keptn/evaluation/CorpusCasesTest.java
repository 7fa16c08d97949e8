package sh.keptn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.criteria.Operator;
import sh.keptn.evaluation.input.EvaluationCase;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.evaluation.score.ScoreSteps;
import sh.keptn.evaluation.slo.Comparison;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;
import sh.keptn.evaluation.timeframe.TimeFrame;
import sh.keptn.events.Json;

/** Keptn's evaluations, recorded and derived, of the conformance corpus; skipped where the corpus is absent. */
final class CorpusCasesTest {

    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../shared/corpus")).resolve("slo/cases");

    private static final Instant NOW = Instant.parse("2022-02-22T10:00:00Z");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CORPUS), () -> "no corpus at " + CORPUS.toAbsolutePath());
        try (Stream<Path> files = Files.list(CORPUS)) {
            List<Path> cases = files.sorted().toList();
            assertThat(cases).hasSizeGreaterThan(100);
            return cases.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            String.valueOf(file.getFileName()), () -> check(Files.readString(file))));
        }
    }

    private static void check(String text) {
        Map<String, @Nullable Object> each = Json.parseObject(text);
        Map<String, @Nullable Object> expected = Json.child(each, "expected");
        switch (Objects.requireNonNull(Json.text(each, "kind"))) {
            case "evaluation", "comparison", "criterion", "criteria-set", "criteria-or" -> evaluation(text, expected);
            case "criteria-parse" -> criteriaParse(each, expected);
            case "value-compare" -> valueCompare(each, expected);
            case "percentile" -> percentile(each, expected);
            case "aggregate" -> aggregate(each, expected);
            case "sli-lookup" -> sliLookup(each, expected);
            case "score" -> score(each, expected);
            case "slo-parse" -> sloParse(each, expected);
            case "timeframe" -> timeFrame(each, expected);
            default -> throw new AssertionError("unknown kind of case: " + each.get("kind"));
        }
    }

    private static void evaluation(String text, Map<String, @Nullable Object> expected) {
        EvaluationCase each = YamlReader.read("case", text)
                .then(EvaluationCase::parse)
                .value()
                .orElseThrow();
        Map<String, @Nullable Object> actual = EvaluationJson.of(each.evaluate(each.objectives("slo.yaml")));
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(expected);
        wanted.put("evaluationResult", wanted.remove("evaluation_result"));
        wanted.put("indicatorResults", Objects.requireNonNullElse(wanted.remove("indicators"), List.of()));
        wanted.keySet().removeAll(List.of("satisfied", "message_after_objectives"));
        wanted.keySet()
                .forEach(key -> assertThat(normal(actual.get(key))).as(key).isEqualTo(normal(wanted.get(key))));
        if (expected.get("satisfied") instanceof Boolean satisfied) {
            assertThat("pass".equals(actual.get("evaluationResult"))).isEqualTo(satisfied);
        }
    }

    private static void criteriaParse(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Criterion.Limit limit = (Criterion.Limit) Criterion.parse(Objects.requireNonNull(Json.text(each, "criteria")));
        assertThat(Map.of(
                        "operator", limit.operator().symbol(),
                        "value", limit.value(),
                        "checkPercentage", limit.isPercentage(),
                        "isComparison", limit.isComparison(),
                        "checkIncrease", limit.isIncrease()))
                .isEqualTo(expected);
    }

    private static void valueCompare(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Optional<Operator> operator = Operator.ofSymbol(Objects.requireNonNull(Json.text(each, "operator")));
        assertThat(operator.map(known -> known.holds(number(each, "measured"), number(each, "target")))
                        .orElse(false))
                .isEqualTo(expected.get("satisfied"));
        assertThat(operator.isEmpty()).isEqualTo(expected.get("error") != null);
    }

    private static void percentile(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        assertThat(Comparison.percentile(
                        numbers((List<?>) Objects.requireNonNull(each.get("values"))), number(each, "percentile")))
                .isEqualTo(number(expected, "value"));
    }

    private static void aggregate(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Map<String, @Nullable Object> block = Json.child(each, "comparison");
        Comparison comparison = new Comparison(
                text(block, "compare_with"),
                text(block, "include_result_with_score"),
                (int) number(block, "number_of_comparison_results"),
                text(block, "aggregate_function"));
        List<Double> values = objects(each.get("previous_indicator_results")).stream()
                .map(result -> Json.child(result, "value"))
                .filter(value -> Boolean.TRUE.equals(value.get("success")))
                .map(value -> number(value, "value"))
                .toList();
        assertThat(values.isEmpty()).isEqualTo(expected.get("skip"));
        assertThat(comparison.aggregate(values)).isEqualTo(number(expected, "value"));
    }

    private static void sliLookup(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        ScoreSteps.Lookup lookup = ScoreSteps.lookup(Json.write(each.get("sli_values")), text(each, "sli"));
        assertThat(normal(lookup.found())).isEqualTo(normal(expected.get("found")));
        assertThat(normal(lookup.left())).isEqualTo(normal(expected.get("left")));
    }

    private static void score(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Map<String, @Nullable Object> bands = Json.child(each, "total_score");
        Map<String, @Nullable Object> keySli = Json.child(each, "keySli");
        Evaluation evaluation = ScoreSteps.score(
                new Slo.TotalScore(text(bands, "pass"), Optional.ofNullable(Json.text(bands, "warning"))),
                number(each, "maximumAchievableScore"),
                objects(each.get("indicators")),
                Boolean.TRUE.equals(keySli.get("failed")) ? keySli : Map.of());
        assertThat(Map.of(
                        "score", evaluation.score(),
                        "evaluation_result", evaluation.evaluationResult().word(),
                        "result", evaluation.result().word(),
                        "status", evaluation.status(),
                        "message", evaluation.message()))
                .allSatisfy((key, value) -> assertThat(value).isEqualTo(expected.get(key)));
    }

    private static void sloParse(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Checked<Slo> read = YamlReader.read("slo.yaml", text(each, "slo")).then(SloParser::parse);
        assertThat(read.value().isPresent()).isEqualTo(expected.get("valid"));
        read.value().ifPresent(slo -> assertThat(normal(SloJson.of(slo))).isEqualTo(normal(expected.get("parsed"))));
    }

    private static void timeFrame(Map<String, @Nullable Object> each, Map<String, @Nullable Object> expected) {
        Map<String, @Nullable Object> data = Json.child(each, "event_data");
        Map<String, @Nullable Object> evaluation = Json.child(data, "evaluation");
        Map<String, @Nullable Object> test = Json.child(data, "test");
        TimeFrame frame = TimeFrame.of(
                new TimeFrame.Request(
                        text(evaluation, "start"),
                        text(evaluation, "end"),
                        text(evaluation, "timeframe"),
                        text(test, "start"),
                        text(test, "end")),
                NOW);
        assertThat(frame)
                .isEqualTo(
                        expected.containsKey("error")
                                ? new TimeFrame.Unknown(text(expected, "error"))
                                : new TimeFrame.Known(moment(text(expected, "start")), moment(text(expected, "end"))));
    }

    private static String moment(String text) {
        return text.replace("now-10m", "2022-02-22T09:50:00.000Z").replace("now", "2022-02-22T10:00:00.000Z");
    }

    /** Whole numbers and fractions are the same number in JSON. */
    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> normal = new LinkedHashMap<>();
            map.forEach((key, each) -> normal.put(String.valueOf(key), normal(each)));
            return normal;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> normal = new ArrayList<>();
            list.forEach(each -> normal.add(normal(each)));
            return normal;
        }
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    private static List<Double> numbers(List<?> values) {
        return values.stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    private static double number(Map<String, @Nullable Object> object, String key) {
        return ((Number) Objects.requireNonNull(object.get(key))).doubleValue();
    }

    private static String text(Map<String, @Nullable Object> object, String key) {
        return Objects.requireNonNullElse(Json.text(object, key), "");
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(list)).forEach(item -> objects.add(Json.object((Map<?, ?>) item)));
        return objects;
    }
}
