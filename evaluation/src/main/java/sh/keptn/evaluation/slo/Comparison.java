package sh.keptn.evaluation.slo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which earlier evaluations a value is compared with, and how several of them become one number.
 *
 * @param compareWith {@code single_result} or {@code several_results}; anything else means three results
 * @param includeResultWithScore {@code all}, {@code pass} or {@code pass_or_warn} in any case; anything else means {@code all}
 * @param numberOfResults counts for {@code several_results} only
 * @param aggregateFunction {@code avg}, {@code p50}, {@code p90} or {@code p95}; anything else gives 0
 */
public record Comparison(
        String compareWith, String includeResultWithScore, int numberOfResults, String aggregateFunction) {

    static final String SINGLE = "single_result";
    static final String SEVERAL = "several_results";
    static final String ALL = "all";
    static final String PASS = "pass";
    static final String PASS_OR_WARN = "pass_or_warn";
    static final String AVERAGE = "avg";
    static final List<String> PERCENTILES = List.of("p50", "p90", "p95");
    static final int DEFAULT_NUMBER = 3;

    /** What holds where a file has no comparison. */
    static final Comparison NONE = new Comparison(SINGLE, ALL, 1, AVERAGE);

    /** How many of the newest evaluations count. */
    public int count() {
        return switch (compareWith) {
            case SINGLE -> 1;
            case SEVERAL -> numberOfResults;
            default -> DEFAULT_NUMBER;
        };
    }

    /** Whether an evaluation with this overall result counts. */
    public boolean includes(String result) {
        return switch (includeResultWithScore.toLowerCase(Locale.ROOT)) {
            case PASS -> result.equals("pass");
            case PASS_OR_WARN -> result.equals("pass") || result.equals("warning");
            default -> true;
        };
    }

    /** One number for several values, in the order of their evaluations; 0 for no values and for an unknown function. */
    public double aggregate(List<Double> values) {
        return switch (aggregateFunction) {
            case AVERAGE -> average(values);
            case "p50" -> percentile(values, 0.5);
            case "p90" -> percentile(values, 0.9);
            case "p95" -> percentile(values, 0.95);
            default -> 0;
        };
    }

    private static double average(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.isEmpty() ? 0 : sum / values.size();
    }

    /**
     * The percentile at the position {@code share * (n + 1)}, between two values the linear part of the way.
     *
     * @param share 0 to 1
     */
    public static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return 0;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        sort(sorted);
        double position = share * (sorted.length + 1);
        if (position < 1) {
            return sorted[0];
        } else if (position >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        double lower = sorted[(int) position - 1];
        double upper = sorted[(int) position];
        return lower + (position - Math.floor(position)) * (upper - lower);
    }

    /** Go sorts NaN to the front, Java to the end. */
    private static void sort(double[] values) {
        Arrays.sort(values);
        int numbers = values.length;
        while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
            numbers--;
        }
        System.arraycopy(values, 0, values, values.length - numbers, numbers);
        Arrays.fill(values, 0, values.length - numbers, Double.NaN);
    }
}
