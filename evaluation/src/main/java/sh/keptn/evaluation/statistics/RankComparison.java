package sh.keptn.evaluation.statistics;

import java.util.List;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Whether the values of one sample tend to be higher than those of another: the Mann-Whitney U test (Mann and Whitney 1947), which
 * assumes nothing about how the values are distributed.
 *
 * @param p how likely a difference of this size or a greater one is where there is none in truth; one-sided; exact for small
 *     samples without ties, else by the normal distribution with correction for ties and continuity
 * @param effect Cliff's delta, from -1 to 1: how much more often a value of the first sample is higher than one of the second than
 *     lower. It does not grow with the number of values, as the significance does
 */
public record RankComparison(double p, double effect) {

    /**
     * Compares two samples.
     *
     * @throws IllegalArgumentException if one is empty or has a NaN
     */
    public static RankComparison of(List<Double> first, List<Double> second) {
        if (first.isEmpty() || second.isEmpty()) {
            throw new IllegalArgumentException("a sample is empty");
        }
        var result = MannWhitneyUTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(array(first), array(second));
        // Of equal values only, the variance is 0 and the test has no number to give.
        double p = Double.isNaN(result.getPValue()) ? 1 : result.getPValue();
        double pairs = (double) first.size() * second.size();
        return new RankComparison(p, 2 * result.getStatistic() / pairs - 1);
    }

    /** The library ranks -0 below 0. */
    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value + 0.0).toArray();
    }
}
