package sh.keptn.scenarios.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * What was measured of all requests of a test, or of those of one step.
 *
 * @param requests how many were sent
 * @param errors how many of them were not answered as expected
 * @param throughput requests per second over the whole time of the test
 * @param times how long all of them took, those with errors too
 * @param failures what was wrong, the most frequent first
 */
public record Measured(long requests, long errors, double throughput, ResponseTimes times, List<Failure> failures) {

    public Measured {
        failures = List.copyOf(failures);
    }

    /** Response times in milliseconds. */
    public record ResponseTimes(double min, double mean, double p50, double p90, double p95, double p99, double max) {}

    /**
     * A kind of error.
     *
     * @param message a sentence without a stop at its end
     */
    public record Failure(String message, long count) {}

    /** The JSON object that events have. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("requests", requests);
        json.put("errors", errors);
        json.put("throughput", throughput);
        Map<String, @Nullable Object> responseTime = new LinkedHashMap<>();
        responseTime.put("min", times.min());
        responseTime.put("mean", times.mean());
        responseTime.put("p50", times.p50());
        responseTime.put("p90", times.p90());
        responseTime.put("p95", times.p95());
        responseTime.put("p99", times.p99());
        responseTime.put("max", times.max());
        json.put("responseTime", responseTime);
        json.put("failures", failures.stream().map(Measured::toJson).toList());
        return json;
    }

    private static Map<String, @Nullable Object> toJson(Failure failure) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("message", failure.message());
        json.put("count", failure.count());
        return json;
    }

    /** Reads {@link #toJson()}; a number that is missing is NaN or 0, what failed is not read. */
    static Measured of(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> times = Json.child(json, "responseTime");
        return new Measured(
                whole(json, "requests"),
                whole(json, "errors"),
                number(json, "throughput"),
                new ResponseTimes(
                        number(times, "min"),
                        number(times, "mean"),
                        number(times, "p50"),
                        number(times, "p90"),
                        number(times, "p95"),
                        number(times, "p99"),
                        number(times, "max")),
                List.of());
    }

    private static long whole(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static double number(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
