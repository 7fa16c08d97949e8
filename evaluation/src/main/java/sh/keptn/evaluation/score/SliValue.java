package sh.keptn.evaluation.score;

/**
 * What a provider found for one indicator.
 *
 * @param value in the indicator's own unit, never rounded
 * @param isSuccess whether there is a value at all
 * @param message why there is none
 */
public record SliValue(String metric, double value, boolean isSuccess, String message) {}
