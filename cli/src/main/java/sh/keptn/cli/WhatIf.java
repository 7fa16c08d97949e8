package sh.keptn.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.evaluation.score.Evaluator;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.evaluation.slo.Slo;

/**
 * Stored evaluations of one stage as they had ended with other objectives, the oldest first. Each is compared with the earlier ones as
 * they would have ended then. Those without values, which ended with an error, stay as they are.
 */
final class WhatIf {

    private final String stage;
    private final List<Changed> all = new ArrayList<>();

    /** @param now null where there are no values to score */
    private record Changed(EvaluationRow was, @Nullable Evaluation now) {}

    WhatIf(EvaluatedStage evaluated, Slo slo) {
        stage = evaluated.stage();
        List<EvaluationRow> oldestFirst = new ArrayList<>(evaluated.results());
        Collections.reverse(oldestFirst);
        Map<String, List<PreviousEvaluation>> newestFirst = new LinkedHashMap<>();
        for (EvaluationRow row : oldestFirst) {
            List<PreviousEvaluation> earlier =
                    newestFirst.computeIfAbsent(row.evaluator(), evaluator -> new ArrayList<>());
            PreviousEvaluation was = Evaluations.previous(row);
            Evaluation now = row.indicators().isEmpty()
                    ? null
                    : Evaluator.evaluate(
                            Optional.of(slo),
                            row.project(),
                            was.values().stream().map(SliValue::found).toList(),
                            PreviousEvaluation.select(slo.comparison(), earlier),
                            provider(row));
            all.add(new Changed(row, now));
            earlier.add(
                    0,
                    now == null
                            ? was
                            : new PreviousEvaluation(was.id(), now.result().word(), was.isInvalidated(), was.values()));
        }
    }

    private static ProviderAnswer provider(EvaluationRow row) {
        return row.providerFailed() == null ? ProviderAnswer.GOOD : ProviderAnswer.failed(row.providerFailed());
    }

    /** A line for each evaluation, and how many would have ended otherwise. */
    void addTo(Columns columns) {
        for (Changed changed : all) {
            Evaluation now = changed.now();
            columns.add(List.of(
                    stage,
                    EvaluatedStage.build(changed.was()),
                    changed.was().outcome().result(),
                    GoFloat.format(changed.was().score()),
                    now == null ? "-" : now.result().word(),
                    now == null ? "-" : GoFloat.format(now.score()),
                    now == null ? "it has no values" : now.message()));
        }
    }

    int size() {
        return all.size();
    }

    /** How many would have ended with another result. */
    long changed() {
        return all.stream().filter(WhatIf::isChanged).count();
    }

    private static boolean isChanged(Changed changed) {
        Evaluation now = changed.now();
        return now != null
                && !now.result().word().equals(changed.was().outcome().result());
    }

    /** {@code [{stage, build, context, id, was: {result, score}, now: {...} or null, changed}]}; {@code now} as {@code keptn evaluate}. */
    List<Map<String, @Nullable Object>> json() {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (Changed changed : all) {
            Evaluation now = changed.now();
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("stage", stage);
            item.put("build", EvaluatedStage.build(changed.was()));
            item.put("context", changed.was().context());
            item.put("id", changed.was().event());
            Map<String, @Nullable Object> was = new LinkedHashMap<>();
            was.put("result", changed.was().outcome().result());
            was.put("score", changed.was().score());
            item.put("was", was);
            item.put("now", now == null ? null : EvaluationJson.of(now));
            item.put("changed", isChanged(changed));
            items.add(item);
        }
        return items;
    }
}
