package sh.keptn.services.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.evaluation.score.Explanation;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.timeframe.TimeFrame;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;

/** What {@code evaluation.finished} says of an evaluation: Keptn's fields, and {@code evaluation.explanation} beside them. */
final class EvaluationData {

    private final KeptnEvent triggered;
    private final TimeFrame.Known time;

    EvaluationData(KeptnEvent triggered, TimeFrame.Known time) {
        this.triggered = triggered;
        this.time = time;
    }

    /** Where there are no objectives. */
    TaskAnswer.Finished answer(Evaluation evaluation) {
        return answer(evaluation, "", null, ProviderAnswer.GOOD);
    }

    /**
     * Where there are objectives.
     *
     * @param waited what stands with the reasons where objectives wait for their values, else null
     */
    TaskAnswer.Finished answer(
            Evaluation evaluation,
            Objectives.Found objectives,
            @Nullable Map<String, @Nullable Object> waited,
            ProviderAnswer provider) {
        Map<String, @Nullable Object> explanation = new Explanation(objectives.slo(), evaluation).json();
        if (waited != null) {
            explanation.put("waited", waited);
        }
        return answer(evaluation, objectives.content(), explanation, provider);
    }

    private TaskAnswer.Finished answer(
            Evaluation evaluation,
            String content,
            @Nullable Map<String, @Nullable Object> explanation,
            ProviderAnswer provider) {
        Map<String, @Nullable Object> all = EvaluationJson.of(evaluation);
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("timeStart", time.start());
        told.put("timeEnd", time.end());
        told.put("result", all.get("evaluationResult"));
        told.put("score", all.get("score"));
        told.put("sloFileContent", content);
        told.put("indicatorResults", all.get("indicatorResults"));
        told.put("comparedEvents", all.get("comparedEvents"));
        if (provider.isFailed() && !evaluation.isErrored()) {
            told.put("providerFailed", provider.message());
        }
        if (explanation != null) {
            told.put("explanation", explanation);
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        Map<String, @Nullable Object> labels = Json.child(triggered.data(), "labels");
        if (!labels.isEmpty()) {
            data.put("labels", labels);
        }
        data.put("evaluation", told);
        return new TaskAnswer.Finished(evaluation.result().word(), evaluation.status(), evaluation.message(), data);
    }
}
