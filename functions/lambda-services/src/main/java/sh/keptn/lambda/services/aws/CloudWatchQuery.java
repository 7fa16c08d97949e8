package sh.keptn.lambda.services.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliQuery;

/**
 * A query for CloudWatch: one metric, {@code {namespace, metric, stat, dimensions, period, unit, account}}, or an expression of metric
 * math over several, {@code {expression, metrics: {<id>: {...}}}}. Placeholders are filled after it has been read.
 *
 * @param expression null for the only metric
 * @param metrics by their ids
 */
record CloudWatchQuery(@Nullable String expression, Map<String, Metric> metrics) {

    private static final List<String> OF_METRIC =
            List.of("namespace", "metric", "stat", "dimensions", "period", "unit", "account");
    private static final List<String> OF_EXPRESSION = List.of("expression", "metrics", "period");
    private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]{0,254}");
    private static final long MINUTE = 60;

    /** What the only metric is called. */
    private static final String ONLY = "value";

    /**
     * One metric.
     *
     * @param stat such as {@code Average} or {@code p95}
     * @param period in seconds
     * @param unit null for any
     * @param account null for that of the caller
     */
    record Metric(
            String namespace,
            String name,
            String stat,
            Map<String, String> dimensions,
            int period,
            @Nullable String unit,
            @Nullable String account) {}

    /** @throws SliException if the text is no query */
    static CloudWatchQuery parse(SliQuery query) throws SliException {
        Checked<YamlNode> read = YamlReader.read("query", query.source());
        if (read.value().isEmpty()) {
            throw SliException.lasting(
                    "the query is no YAML: " + read.diagnostics().get(0).message());
        }
        if (!(read.value().get() instanceof YamlNode.Mapping mapping)) {
            throw SliException.lasting(
                    "the query is a text, expected `namespace:`, `metric:`, `stat:` and `dimensions:` below"
                            + " each other (write `<indicator>: |` and indent them)");
        }
        Map<String, @Nullable Object> json = mapping.toValue();
        return json.containsKey("expression") ? math(json, query) : single(json, query);
    }

    private static CloudWatchQuery single(Map<String, @Nullable Object> json, SliQuery query) throws SliException {
        return new CloudWatchQuery(null, Map.of(ONLY, metric(json, query, wholeTime(query))));
    }

    private static CloudWatchQuery math(Map<String, @Nullable Object> json, SliQuery query) throws SliException {
        check(json, OF_EXPRESSION);
        int period = period(json, query, wholeTime(query));
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> each :
                Json.child(json, "metrics").entrySet()) {
            if (!ID.matcher(each.getKey()).matches()) {
                throw SliException.lasting("`" + each.getKey()
                        + "` is no name of a metric in an expression; it begins with a" + " small letter");
            }
            if (!(each.getValue() instanceof Map<?, ?> metric)) {
                throw SliException.lasting(
                        "the metric `" + each.getKey() + "` is not `{namespace, metric, stat, ...}`");
            }
            metrics.put(each.getKey(), metric(Json.object(metric), query, period));
        }
        return new CloudWatchQuery(needed(json, "expression", query), metrics);
    }

    private static Metric metric(Map<String, @Nullable Object> json, SliQuery query, int period) throws SliException {
        check(json, OF_METRIC);
        Map<String, String> dimensions = new LinkedHashMap<>();
        Json.child(json, "dimensions")
                .forEach((name, value) ->
                        dimensions.put(name, query.placeholders().fill(String.valueOf(value))));
        return new Metric(
                needed(json, "namespace", query),
                needed(json, "metric", query),
                needed(json, "stat", query),
                dimensions,
                period(json, query, period),
                text(json, "unit", query).orElse(null),
                text(json, "account", query).orElse(null));
    }

    private static void check(Map<String, @Nullable Object> json, List<String> keys) throws SliException {
        for (String key : json.keySet()) {
            if (!keys.contains(key)) {
                throw SliException.lasting("the query has a key `" + key + "`; it may have " + String.join(", ", keys));
            }
        }
    }

    private static int period(Map<String, @Nullable Object> json, SliQuery query, int otherwise) throws SliException {
        String text = text(json, "period", query).orElse(String.valueOf(otherwise));
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw SliException.lasting("`period` is `" + text + "`, expected a number of seconds");
        }
        return Integer.parseInt(text);
    }

    /** The time in whole minutes, so that there is one value of it. */
    private static int wholeTime(SliQuery query) {
        long seconds = Duration.between(query.start(), query.end()).toSeconds();
        return (int) (Math.max(1, (seconds + MINUTE - 1) / MINUTE) * MINUTE);
    }

    private static String needed(Map<String, @Nullable Object> json, String key, SliQuery query) throws SliException {
        return text(json, key, query).orElseThrow(() -> SliException.lasting("the query has no `" + key + "`"));
    }

    private static Optional<String> text(Map<String, @Nullable Object> json, String key, SliQuery query)
            throws SliException {
        Object value = json.get(key);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw SliException.lasting("`" + key + "` is not a text");
        }
        return Optional.ofNullable(value)
                .map(text -> query.placeholders().fill(String.valueOf(text)))
                .filter(text -> !text.isBlank());
    }
}
