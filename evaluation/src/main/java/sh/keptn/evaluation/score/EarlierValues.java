package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What earlier evaluations found, by indicator: looked through once, since there may be as many objectives as values. */
final class EarlierValues {

    private final Map<String, List<Earlier>> byMetric = new HashMap<>();

    EarlierValues(List<PreviousEvaluation> previous) {
        for (PreviousEvaluation evaluation : previous) {
            for (SliValue judged : evaluation.values()) {
                // Whether its samples are enough is said by the objectives of now.
                SliValue value = judged.found();
                if (value.isSuccess()) {
                    byMetric.computeIfAbsent(value.metric(), metric -> new ArrayList<>())
                            .add(new Earlier(evaluation.id(), value));
                }
            }
        }
    }

    /** A value of the evaluation of that id. */
    record Earlier(String evaluation, SliValue value) {}

    /** Those of an indicator, in the order of the evaluations. */
    List<Earlier> of(String sli) {
        return byMetric.getOrDefault(sli, List.of());
    }
}
