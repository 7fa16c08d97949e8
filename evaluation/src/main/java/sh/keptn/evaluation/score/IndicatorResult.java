package sh.keptn.evaluation.score;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.slo.Slo;

/**
 * What became of one objective.
 *
 * @param score part of the objective's weight
 * @param value null where an objective that only informs got none
 * @param comparedValue one number for the earlier values, 0 where there are none or the value is missing
 * @param passTargets of all criteria sets, in their order
 * @param isKeySli as reported in the result: false for what has no value or only informs
 * @param comparedWith the earlier values that count, newest first
 */
public record IndicatorResult(
        Slo.Objective objective,
        Outcome status,
        double score,
        @Nullable SliValue value,
        double comparedValue,
        List<Target> passTargets,
        List<Target> warningTargets,
        boolean isKeySli,
        List<ComparedValue> comparedWith) {

    public IndicatorResult {
        passTargets = List.copyOf(passTargets);
        warningTargets = List.copyOf(warningTargets);
        comparedWith = List.copyOf(comparedWith);
    }

    /** Whether the provider gave a value that counts. */
    boolean hasValue() {
        return value != null && value.isSuccess();
    }

    /** Whether it has part in the score: an objective whose criteria are all missing has none, but its weight counts. */
    boolean isScored() {
        return !passTargets.isEmpty();
    }

    /**
     * What a criterion asked.
     *
     * @param targetValue 0 for a comparison with nothing
     * @param set the number of the criteria set, from 0
     * @param reason why it holds or not, where the numbers do not show it; empty where they do
     */
    public record Target(Criterion criterion, double targetValue, boolean isViolated, int set, String reason) {

        /** The criterion as it is written. */
        public String criteria() {
            return criterion.text();
        }
    }

    /** An earlier value with the id of its evaluation. */
    public record ComparedValue(String evaluation, double value) {}
}
