package sh.keptn.evaluation.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.numbers.GoFloat;

/** An evaluation as values of JSON, with the names of Keptn's {@code evaluation.finished}. Infinities and NaN become text. */
public final class EvaluationJson {

    private EvaluationJson() {}

    /** The whole evaluation, the same keys whatever its result is. */
    public static Map<String, @Nullable Object> of(Evaluation evaluation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("score", number(evaluation.score()));
        json.put("result", evaluation.result().word());
        json.put("status", evaluation.status());
        json.put("message", evaluation.message());
        json.put("evaluationResult", evaluation.evaluationResult().word());
        json.put("maximumAchievableScore", number(evaluation.maximumAchievableScore()));
        json.put("keySliFailed", evaluation.isKeySliFailed());
        json.put("comparedEvents", evaluation.comparedEvents());
        json.put(
                "indicatorResults",
                evaluation.indicatorResults().stream()
                        .map(EvaluationJson::indicator)
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> indicator(IndicatorResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("score", number(result.score()));
        json.put("value", result.value() == null ? null : value(result.value(), result.comparedValue()));
        json.put("displayName", result.objective().displayName());
        json.put("passTargets", targets(result.passTargets()));
        json.put("warningTargets", targets(result.warningTargets()));
        json.put("keySli", result.isKeySli());
        json.put("status", result.status().word());
        return json;
    }

    private static Map<String, @Nullable Object> value(SliValue value, double comparedValue) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", value.metric());
        json.put("value", number(value.value()));
        json.put("comparedValue", number(comparedValue));
        json.put("success", value.isSuccess());
        json.put("message", value.message());
        if (!value.samples().equals(Samples.UNKNOWN)) {
            json.put("samples", value.samples().json());
        }
        if (value.isOfTooFew()) {
            json.put("tooFewSamples", true);
        }
        return json;
    }

    private static List<Map<String, @Nullable Object>> targets(List<IndicatorResult.Target> targets) {
        return targets.stream()
                .map(target -> {
                    Map<String, @Nullable Object> json = new LinkedHashMap<>();
                    json.put("criteria", target.criteria());
                    json.put("targetValue", number(target.targetValue()));
                    json.put("violated", target.isViolated());
                    return json;
                })
                .toList();
    }

    /** JSON has no infinities and no NaN. */
    static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : GoFloat.format(value);
    }
}
