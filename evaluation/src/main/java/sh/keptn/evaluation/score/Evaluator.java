package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sh.keptn.evaluation.slo.Slo;

/**
 * Scores the values of a service against its objectives, number by number and word by word as Keptn's lighthouse-service does, so
 * that what reads its events reads ours.
 */
public final class Evaluator {

    private static final double WHOLE = 100;

    private Evaluator() {}

    /**
     * Evaluates what a provider answered.
     *
     * @param slo empty where the service has no objectives
     * @param project named in the message where there are none
     * @param previous those that count, newest first; see {@link PreviousEvaluation#select}
     */
    public static Evaluation evaluate(
            Optional<Slo> slo,
            String project,
            List<SliValue> values,
            List<PreviousEvaluation> previous,
            ProviderAnswer answer) {
        if (answer.status().equals("aborted")) {
            return Evaluation.errored("evaluation performed by lighthouse was aborted");
        } else if (answer.status().equals("errored")) {
            return Evaluation.errored(answer.message());
        } else if (slo.isEmpty()) {
            return Evaluation.withoutSlo(project);
        }
        Evaluation evaluation = evaluate(slo.get(), values, previous);
        return answer.isFailed() && !evaluation.isErrored()
                ? evaluation.withResult(
                        Outcome.FAIL,
                        "no evaluation performed by lighthouse because SLI failed with message " + answer.message())
                : evaluation;
    }

    private static Evaluation evaluate(Slo slo, List<SliValue> values, List<PreviousEvaluation> previous) {
        List<String> compared = previous.stream().map(PreviousEvaluation::id).toList();
        if (slo.objectives().isEmpty()) {
            return undecided(slo, "lighthouse failed because no SLO objective was provided", compared);
        }
        SliValues left = new SliValues(values);
        EarlierValues earlier = new EarlierValues(previous);
        List<IndicatorResult> results = new ArrayList<>();
        double maximum = 0;
        Optional<KeySliFailure> failure = Optional.empty();
        for (Slo.Objective objective : slo.objectives()) {
            ObjectiveEvaluator evaluator = new ObjectiveEvaluator(
                    objective, left.take(objective.sli()), earlier.of(objective.sli()), slo.comparison());
            Optional<String> problem = evaluator.problem();
            if (problem.isPresent()) {
                return undecided(slo, "error with " + objective.label() + ": " + problem.get(), compared);
            }
            IndicatorResult result = evaluator.evaluate();
            results.add(result);
            maximum += objective.isInformational() ? 0 : objective.weight();
            failure = KeySliFailure.of(result).or(keep(failure));
        }
        return score(slo.totalScore(), maximum, results, failure, additional(left.left()), compared);
    }

    private static <T> Supplier<Optional<T>> keep(Optional<T> value) {
        return () -> value;
    }

    /** A fail without results, but only where the bands of the score can be read. */
    private static Evaluation undecided(Slo slo, String message, List<String> compared) {
        return Bands.problem(slo.totalScore())
                .map(problem -> Evaluation.errored(problem, WHOLE, false))
                .orElseGet(() -> new Evaluation(
                        0, Outcome.FAIL, false, message, Outcome.FAIL, WHOLE, false, compared, List.of()));
    }

    /** What became of the values that no objective names; told only where the evaluation passes. */
    private static String additional(List<SliValue> left) {
        String names =
                left.stream().map(SliValue::metric).reduce("", (all, name) -> all.isEmpty() ? name : all + ", " + name);
        return names.isEmpty()
                ? ""
                : "Lighthouse received additional SLIs, which are not specified as SLO: " + names
                        + " . Please consider using them as an SLO.";
    }

    /** The total of all results against the bands. */
    static Evaluation score(
            Slo.TotalScore bands,
            double maximum,
            List<IndicatorResult> results,
            Optional<KeySliFailure> failure,
            String message,
            List<String> compared) {
        Optional<String> problem = Bands.problem(bands);
        if (problem.isPresent()) {
            return Evaluation.errored(problem.get(), maximum, failure.isPresent());
        } else if (maximum == 0) {
            return new Evaluation(
                    WHOLE, Outcome.PASS, false, message, Outcome.PASS, maximum, failure.isPresent(), compared, results);
        }
        double total = 0;
        for (IndicatorResult result : results) {
            total += result.isScored() ? result.score() : 0;
        }
        double score = WHOLE * (total / maximum);
        Bands.Verdict verdict = Bands.verdict(bands, score, failure, message);
        return verdict.isErrored()
                ? Evaluation.errored(verdict.message(), maximum, failure.isPresent())
                : new Evaluation(
                        score,
                        verdict.result(),
                        false,
                        verdict.message(),
                        verdict.result(),
                        maximum,
                        failure.isPresent(),
                        compared,
                        results);
    }
}
