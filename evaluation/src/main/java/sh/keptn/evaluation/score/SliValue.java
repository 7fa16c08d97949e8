package sh.keptn.evaluation.score;

/**
 * What a provider found for one indicator.
 *
 * @param value in the indicator's own unit, never rounded
 * @param isSuccess whether there is a value at all
 * @param message why there is none
 * @param samples what it was made of
 * @param isOfTooFew whether there is none because the one that the provider found was made of too few samples
 */
public record SliValue(
        String metric, double value, boolean isSuccess, String message, Samples samples, boolean isOfTooFew) {

    /** A value as a provider found it, or found none. */
    public SliValue(String metric, double value, boolean isSuccess, String message, Samples samples) {
        this(metric, value, isSuccess, message, samples, false);
    }

    /** A value of which nothing more is known. */
    public SliValue(String metric, double value, boolean isSuccess, String message) {
        this(metric, value, isSuccess, message, Samples.UNKNOWN);
    }

    /** As the provider found it. */
    public SliValue found() {
        return isOfTooFew ? new SliValue(metric, value, true, "", samples) : this;
    }

    /** This, or no value where it was made of fewer samples, or does not say of how many. */
    SliValue ofAtLeast(long minimum) {
        return !isSuccess || samples.count() >= minimum
                ? this
                : new SliValue(
                        metric,
                        value,
                        false,
                        (samples.equals(Samples.UNKNOWN)
                                        ? "the provider does not say of how many samples"
                                        : samples.count() + " samples")
                                + ", at least " + minimum + " are asked for",
                        samples,
                        true);
    }
}
