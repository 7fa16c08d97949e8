package sh.keptn.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.slo.Slo;

/** The model of an SLO file as JSON, as the corpus and our own cases have it. */
final class SloJson {

    private SloJson() {}

    static Map<String, @Nullable Object> of(Slo slo) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("spec_version", slo.specVersion());
        json.put("filter", slo.filter());
        json.put("comparison", comparison(slo));
        Map<String, @Nullable Object> bands = new LinkedHashMap<>();
        bands.put("pass", slo.totalScore().pass());
        slo.totalScore().warning().ifPresent(warning -> bands.put("warning", warning));
        json.put("total_score", bands);
        json.put("objectives", slo.objectives().stream().map(SloJson::objective).toList());
        return json;
    }

    static Map<String, @Nullable Object> comparison(Slo slo) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("compare_with", slo.comparison().compareWith());
        json.put("include_result_with_score", slo.comparison().includeResultWithScore());
        json.put("number_of_comparison_results", slo.comparison().numberOfResults());
        json.put("aggregate_function", slo.comparison().aggregateFunction());
        return json;
    }

    private static Map<String, @Nullable Object> objective(Slo.Objective objective) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sli", objective.sli());
        json.put("displayName", objective.displayName());
        json.put("weight", objective.weight());
        json.put("key_sli", objective.isKeySli());
        json.put("pass", sets(objective.pass()));
        json.put("warning", sets(objective.warning()));
        return json;
    }

    private static List<List<String>> sets(List<Slo.CriteriaSet> sets) {
        return sets.stream()
                .map(set -> set.criteria().stream().map(Criterion::text).toList())
                .toList();
    }
}
