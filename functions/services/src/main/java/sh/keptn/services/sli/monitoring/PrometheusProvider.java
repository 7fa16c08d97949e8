package sh.keptn.services.sli.monitoring;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliQuery;

/**
 * Asks Prometheus, or what speaks its HTTP API, to evaluate a PromQL expression at the end of the time ("HTTP API", "Instant
 * queries"). The result has to be one number: a scalar, or a vector with one sample. As with prometheus-service, none and several
 * samples are no value.
 */
final class PrometheusProvider implements SliProvider {

    private static final String PATH = "/api/v1/query";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final MonitoringServer server;

    PrometheusProvider(MonitoringServer server) {
        this.server = server;
    }

    @Override
    public double value(SliQuery query) throws SliException {
        String time = BigDecimal.valueOf(query.end().toEpochMilli(), 3)
                .stripTrailingZeros()
                .toPlainString();
        Object answer = server.ask(
                MonitoringServer.Question.post(
                        PATH, FORM, "query=" + MonitoringServer.encoded(query.text()) + "&time=" + time),
                query.timeout());
        if (!(answer instanceof Map<?, ?> map) || !"success".equals(map.get("status"))) {
            throw SliException.lasting("the answer is not one of Prometheus; is `url` the address before `/api/v1`?");
        }
        Map<String, ?> data = Json.child(Json.object(map), "data");
        Object result = data.get("result");
        String type = String.valueOf(data.get("resultType"));
        return switch (type) {
            case "vector" -> ofVector(result instanceof List<?> samples ? samples : List.of());
            case "scalar" -> Numbers.of(ofPair(result));
            case "matrix" ->
                throw SliException.lasting("the query gives a range of values for each series; use a function such as"
                        + " `rate` or `avg_over_time` around it");
            default -> throw SliException.lasting("the query gives a result of type `" + type + "`, expected a number");
        };
    }

    private static double ofVector(List<?> samples) throws SliException {
        if (samples.isEmpty()) {
            throw SliException.lasting(
                    "the query found no data in this time; where none means zero, end it with" + " `or vector(0)`");
        } else if (samples.size() > 1) {
            throw SliException.lasting("the query gives " + samples.size()
                    + " series, expected one; use a function such" + " as `sum` or `max` around it");
        }
        Map<String, ?> sample = samples.get(0) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
        if (!sample.containsKey("value")) {
            throw SliException.lasting(
                    "the query gives a histogram, expected a number; use `histogram_quantile` around it");
        }
        return Numbers.of(ofPair(sample.get("value")));
    }

    /** The value of {@code [time, "value"]}. */
    private static @Nullable Object ofPair(@Nullable Object pair) {
        return pair instanceof List<?> both && both.size() == 2 ? both.get(1) : pair;
    }
}
