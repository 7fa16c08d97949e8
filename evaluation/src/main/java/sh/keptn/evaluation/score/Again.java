package sh.keptn.evaluation.score;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.keptn.evaluation.slo.Slo;

/**
 * When the provider is to be asked again, because objectives wait for their values ({@code noData: wait}).
 *
 * @param indicators that are waited for, in the order of the objectives
 */
public record Again(Instant at, List<String> indicators) {

    public Again {
        indicators = List.copyOf(indicators);
    }

    /**
     * What an evaluation waits for; empty where it has its values, or has waited for them as long as it may.
     *
     * @param since when the provider was asked for the first time
     */
    public static Optional<Again> of(Evaluation evaluation, Instant since, Instant now) {
        List<String> indicators = new ArrayList<>();
        Instant at = Instant.MAX;
        for (IndicatorResult result : evaluation.indicatorResults()) {
            Slo.Wait wait = result.objective().waiting();
            if (wait == null || result.hasValue()) {
                continue;
            }
            Instant end = since.plus(wait.atMost());
            if (now.isBefore(end)) {
                indicators.add(result.objective().sli());
                at = earlier(at, earlier(now.plus(wait.every()), end));
            }
        }
        return indicators.isEmpty() ? Optional.empty() : Optional.of(new Again(at, indicators));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
