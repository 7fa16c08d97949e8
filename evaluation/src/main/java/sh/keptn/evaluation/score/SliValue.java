package sh.keptn.evaluation.score;

/**
 * What a provider found for one indicator.
 *
 * @param value in the indicator's own unit, never rounded
 * @param isSuccess whether there is a value at all
 * @param message why there is none
 * @param samples what it was made of
 */
public record SliValue(String metric, double value, boolean isSuccess, String message, Samples samples) {

    /** A value of which nothing more is known. */
    public SliValue(String metric, double value, boolean isSuccess, String message) {
        this(metric, value, isSuccess, message, Samples.UNKNOWN);
    }
}
