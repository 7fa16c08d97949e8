package sh.keptn.scenarios.http;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.scenarios.results.IndicatorName;

/**
 * What an HTTP test sends and expects. An iteration is all steps once, one after the other, by one user.
 *
 * @param url where the steps' paths begin, with placeholders; null: the URL of the deployment
 * @param users how many iterations go on at the same time, at most
 * @param iterations how many there are in all; null: as many as the duration has room for
 * @param duration after it no iteration is begun; null: the iterations are counted
 * @param rampUp how long it takes until all users work, and until the rate is reached
 * @param rate iterations begun per second, whatever the answers do; null: each user begins the next one when its last has ended
 * @param timeout of one request
 * @param headers of all requests, the values with placeholders
 * @param thresholds by the name of an indicator as it is written, at least one criterion each
 */
public record HttpScenario(
        @Nullable String url,
        int users,
        @Nullable Long iterations,
        @Nullable Duration duration,
        Duration rampUp,
        @Nullable Double rate,
        Duration timeout,
        Map<String, String> headers,
        List<Step> steps,
        List<Threshold> thresholds) {

    /** How long an answer is waited for where the file does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public HttpScenario {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        steps = List.copyOf(steps);
        thresholds = List.copyOf(thresholds);
    }

    /** One GET of the URL itself, answered by anything but an error of the server. */
    public static HttpScenario reachability() {
        Step step = new Step(
                "reachable",
                "GET",
                "",
                Map.of(),
                null,
                Duration.ZERO,
                new Expectation(List.of("2xx", "3xx", "4xx"), null, null));
        return new HttpScenario(
                null, 1, 1L, null, Duration.ZERO, null, DEFAULT_TIMEOUT, Map.of(), List.of(step), List.of());
    }

    /**
     * A request.
     *
     * @param path added to the URL, with placeholders; empty or with a slash at its start
     * @param headers beside those of all requests, which they overrule
     * @param body text, or a mapping or list that is sent as JSON; texts in it with placeholders; null for none
     * @param pause what the user waits after it
     */
    public record Step(
            String name,
            String method,
            String path,
            Map<String, String> headers,
            @Nullable Object body,
            Duration pause,
            Expectation expect) {

        public Step {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * What makes an answer a good one.
     *
     * @param statuses each a number or a class such as {@code 2xx}
     * @param bodyContains a text with placeholders; null: any body
     * @param maxDuration null: as long as the timeout
     */
    public record Expectation(
            List<String> statuses,
            @Nullable String bodyContains,
            @Nullable Duration maxDuration) {

        /** What counts where a step does not say. */
        public static final List<String> DEFAULT_STATUSES = List.of("2xx", "3xx");

        public Expectation {
            statuses = List.copyOf(statuses);
        }

        /** Whether a status is among the expected ones. */
        public boolean takes(int status) {
            return statuses.stream()
                    .anyMatch(expected -> expected.endsWith("xx")
                            ? expected.charAt(0) - '0' == status / 100
                            : expected.equals(Integer.toString(status)));
        }
    }

    /**
     * What the results have to keep.
     *
     * @param text the indicator's name as it is written
     */
    public record Threshold(String text, IndicatorName indicator, Criterion.Limit limit) {

        /** Whether a value keeps it. */
        public boolean holds(double value) {
            return limit.operator().holds(value, limit.value());
        }
    }
}
