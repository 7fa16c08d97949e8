package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.input.RecordedValues;
import sh.keptn.evaluation.slo.NoData;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.events.Json;

/** Single steps of an evaluation, which the corpus has cases for. */
public final class ScoreSteps {

    private ScoreSteps() {}

    /** A value that was taken and those that are left, as JSON. */
    public record Lookup(@Nullable Map<String, @Nullable Object> found, List<Map<String, @Nullable Object>> left) {}

    public static Lookup lookup(String valuesJson, String metric) {
        SliValues values = new SliValues(YamlReader.read("values", valuesJson)
                .then(RecordedValues::values)
                .value()
                .orElseThrow());
        Optional<SliValue> found = values.take(metric);
        return new Lookup(
                found.map(ScoreSteps::json).orElse(null),
                values.left().stream().map(ScoreSteps::json).toList());
    }

    private static Map<String, @Nullable Object> json(SliValue value) {
        return Map.of(
                "metric", value.metric(),
                "value", value.value(),
                "success", value.isSuccess(),
                "message", value.message());
    }

    public static Evaluation score(
            Slo.TotalScore bands,
            double maximum,
            List<Map<String, @Nullable Object>> indicators,
            Map<String, @Nullable Object> failure) {
        Slo.Objective objective = new Slo.Objective(
                "sli", "", 1, false, List.of(), List.of(), NoData.FAIL, null, 0, SourcePosition.startOf("slo.yaml"));
        List<IndicatorResult> results = new ArrayList<>();
        for (Map<String, @Nullable Object> indicator : indicators) {
            List<IndicatorResult.Target> targets = ((List<?>) Objects.requireNonNull(indicator.get("passTargets")))
                    .stream()
                            .map(target -> new IndicatorResult.Target(Criterion.parse("<1"), 0, false, 0, ""))
                            .toList();
            double score = ((Number) Objects.requireNonNull(indicator.get("score"))).doubleValue();
            results.add(
                    new IndicatorResult(objective, Outcome.PASS, score, null, 0, targets, List.of(), false, List.of()));
        }
        Optional<KeySliFailure> keySli = failure.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeySliFailure(
                        Objects.requireNonNull(Json.text(failure, "name")),
                        Objects.requireNonNull(Json.text(failure, "message"))));
        return Evaluator.score(bands, maximum, results, keySli, "", List.of());
    }
}
