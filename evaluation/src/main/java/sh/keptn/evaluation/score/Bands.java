package sh.keptn.evaluation.score;

import java.util.Optional;
import java.util.OptionalDouble;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.slo.Slo;

/** What a score means: pass, warning or fail, with Keptn's words for it. */
final class Bands {

    private Bands() {}

    record Verdict(Outcome result, String message, boolean isErrored) {}

    /** Why there is no verdict, whatever the score is. */
    static Optional<String> problem(Slo.TotalScore bands) {
        if (bands.pass().isEmpty()) {
            return Optional.of("no target score defined");
        }
        return Slo.TotalScore.percentage(bands.pass()).isEmpty()
                ? Optional.of("could not parse pass target percentage")
                : Optional.empty();
    }

    /** The verdict for bands without a {@link #problem}; a warning band that cannot be read matters only below a pass. */
    static Verdict verdict(Slo.TotalScore bands, double score, Optional<KeySliFailure> failure, String message) {
        double pass = Slo.TotalScore.percentage(bands.pass()).orElseThrow();
        if (failure.isPresent()) {
            return fail("Evaluation failed due to key_sli objective '"
                    + failure.get().name() + "': " + failure.get().message());
        } else if (score >= pass) {
            return new Verdict(Outcome.PASS, message, false);
        } else if (bands.warning().isEmpty()) {
            return fail("Evaluation failed since the calculated score of " + GoFloat.format(score)
                    + " is below the target value of " + GoFloat.format(pass));
        }
        OptionalDouble warning = Slo.TotalScore.percentage(bands.warning().get());
        if (warning.isEmpty()) {
            return new Verdict(Outcome.FAIL, "could not parse warning target percentage", true);
        }
        String limit = GoFloat.format(warning.getAsDouble());
        return score >= warning.getAsDouble()
                ? new Verdict(
                        Outcome.WARNING,
                        "Evaluation returned a warning: the calculated score of " + GoFloat.format(score)
                                + " is close to the warning target value of " + limit,
                        false)
                : fail("Evaluation failed since the calculated score of " + GoFloat.format(score)
                        + " is below the warning value of " + limit);
    }

    private static Verdict fail(String message) {
        return new Verdict(Outcome.FAIL, message, false);
    }
}
