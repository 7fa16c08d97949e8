package sh.keptn.evaluation.score;

import java.util.List;

/**
 * The result of an evaluation.
 *
 * @param score 0 to 100, not rounded
 * @param result the one that counts for the sequence
 * @param isErrored whether nothing could be decided; the result is a fail then
 * @param message why it is no pass, or what was noticed; may be empty
 * @param evaluationResult what the score says, whatever the provider said
 * @param maximumAchievableScore the sum of the weights
 * @param isKeySliFailed whether an objective failed that fails all
 * @param comparedEvents ids of the evaluations that the values were compared with, newest first
 * @param indicatorResults in the order of the objectives; none where nothing was decided
 */
public record Evaluation(
        double score,
        Outcome result,
        boolean isErrored,
        String message,
        Outcome evaluationResult,
        double maximumAchievableScore,
        boolean isKeySliFailed,
        List<String> comparedEvents,
        List<IndicatorResult> indicatorResults) {

    public Evaluation {
        comparedEvents = List.copyOf(comparedEvents);
        indicatorResults = List.copyOf(indicatorResults);
    }

    /** {@code succeeded} or {@code errored}, as events have it. */
    public String status() {
        return isErrored ? "errored" : "succeeded";
    }

    /** Nothing is asked of the service, which is a pass in Keptn. */
    public static Evaluation withoutSlo(String project) {
        return new Evaluation(
                0,
                Outcome.PASS,
                false,
                "no evaluation performed by lighthouse because no SLO file configured for project " + project,
                Outcome.PASS,
                0,
                false,
                List.of(),
                List.of());
    }

    /** Nothing could be decided. */
    public static Evaluation errored(String message) {
        return errored(message, 0, false);
    }

    static Evaluation errored(String message, double maximum, boolean isKeySliFailed) {
        return new Evaluation(
                0, Outcome.FAIL, true, message, Outcome.FAIL, maximum, isKeySliFailed, List.of(), List.of());
    }

    Evaluation withResult(Outcome changed, String reason) {
        return new Evaluation(
                score,
                changed,
                isErrored,
                reason,
                evaluationResult,
                maximumAchievableScore,
                isKeySliFailed,
                comparedEvents,
                indicatorResults);
    }
}
