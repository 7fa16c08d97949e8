package sh.keptn.scenarios.results;

import java.util.Optional;

/**
 * An indicator of all requests, or of the requests of one step: {@code response_time_p95}, {@code response_time_p95.search}.
 *
 * @param step empty for all requests
 */
public record IndicatorName(Indicator indicator, Optional<String> step) {

    /** Reads a name; empty where what stands before the first dot is no indicator. */
    public static Optional<IndicatorName> parse(String text) {
        int dot = text.indexOf('.');
        Optional<String> step = dot < 0 ? Optional.empty() : Optional.of(text.substring(dot + 1));
        return Indicator.of(dot < 0 ? text : text.substring(0, dot))
                .map(indicator -> new IndicatorName(indicator, step));
    }
}
