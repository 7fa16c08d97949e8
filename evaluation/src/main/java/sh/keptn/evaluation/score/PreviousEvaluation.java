package sh.keptn.evaluation.score;

import java.util.List;
import java.util.stream.Stream;
import sh.keptn.evaluation.slo.Comparison;

/**
 * An evaluation that was done before.
 *
 * @param id of its {@code evaluation.finished}
 * @param result the overall one
 * @param isInvalidated whether somebody has said that it must not count
 * @param values none where it ended with an error
 */
public record PreviousEvaluation(String id, String result, boolean isInvalidated, List<SliValue> values) {

    public PreviousEvaluation {
        values = List.copyOf(values);
    }

    /**
     * Those that count. One without values takes its place among them.
     *
     * @param newestFirst all earlier evaluations of the service in the stage
     */
    public static List<PreviousEvaluation> select(Comparison comparison, List<PreviousEvaluation> newestFirst) {
        return select(comparison, newestFirst.stream());
    }

    /** The same, looking at no more of them than are needed. */
    public static List<PreviousEvaluation> select(Comparison comparison, Stream<PreviousEvaluation> newestFirst) {
        return newestFirst
                .filter(each -> !each.isInvalidated() && comparison.includes(each.result()))
                .limit(Math.max(0, comparison.count()))
                .toList();
    }
}
