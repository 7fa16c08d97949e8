package sh.keptn.services.sli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * The data of the events between an evaluation and a provider that is no part of it (Keptn spec, cloudevents.md, "Get-SLI"): {@code
 * get-sli.triggered} has {@code get-sli: {sliProvider, start, end, indicators, customFilters, queries}}, with {@code waited: {since,
 * asked}} where it is not the first question, and {@code get-sli.finished} has {@code get-sli: {indicatorValues: [{metric, value, success, message}]}}.
 */
public final class GetSli {

    /** The task that providers do. */
    public static final String TASK = "get-sli";

    /** What has been waited before, where the provider is not asked for the first time. */
    public static final String WAITED = "waited";

    private GetSli() {}

    /**
     * What a provider is asked.
     *
     * @param provider its name in the uniform
     */
    public static Map<String, @Nullable Object> question(String provider, SliRequest request) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        asked.put("sliProvider", provider);
        asked.put("start", request.start().toString());
        asked.put("end", request.end().toString());
        asked.put(
                "indicators",
                request.indicators().stream().map(SliRequest.Indicator::name).toList());
        asked.put(
                "customFilters",
                request.filters().entrySet().stream().map(GetSli::filter).toList());
        Map<String, @Nullable Object> queries = new LinkedHashMap<>();
        request.indicators().stream()
                .filter(indicator -> indicator.query() != null)
                .forEach(indicator -> queries.put(indicator.name(), indicator.query()));
        asked.put("queries", queries);
        Waited waited = request.waited();
        if (waited != null) {
            asked.put(WAITED, waited.json());
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("project", request.project());
        data.put("stage", request.stage());
        data.put("service", request.service());
        data.put("labels", request.labels());
        data.put("deployment", request.deployment());
        data.put(TASK, asked);
        return data;
    }

    /** What a provider has answered by an event. */
    public static SliAnswer answer(KeptnEvent finished) {
        return answer(
                finished.data(),
                new ProviderAnswer(
                        text(finished.data(), "result"),
                        text(finished.data(), "status"),
                        text(finished.data(), "message")));
    }

    /**
     * The same where no event was needed.
     *
     * @param data of {@code get-sli.finished}, without its outcome
     * @param outcome how the provider itself has ended
     */
    public static SliAnswer answer(Map<String, @Nullable Object> data, ProviderAnswer outcome) {
        return new SliAnswer(values(data), outcome);
    }

    private static String text(Map<String, @Nullable Object> data, String key) {
        String text = Json.text(data, key);
        return text == null ? "" : text;
    }

    private static Map<String, @Nullable Object> filter(Map.Entry<String, String> filter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("key", filter.getKey());
        json.put("value", filter.getValue());
        return json;
    }

    private static List<SliValue> values(Map<String, @Nullable Object> data) {
        List<SliValue> values = new ArrayList<>();
        if (Json.child(data, TASK).get("indicatorValues") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    values.add(value(Json.object(map)));
                }
            }
        }
        return values;
    }

    /** A success without a number is none: nothing may pass by a value that nobody has found. */
    private static SliValue value(Map<String, @Nullable Object> item) {
        String metric = String.valueOf(item.get("metric"));
        String message = Json.text(item, "message");
        Object value = item.get("value");
        boolean isFound = value != null && GoFloat.parse(String.valueOf(value)).isPresent();
        boolean isSuccess = isFound && !Boolean.FALSE.equals(item.getOrDefault("success", true));
        return new SliValue(
                metric,
                isFound ? GoFloat.parse(String.valueOf(value)).orElseThrow() : 0,
                isSuccess,
                message != null ? message : isSuccess ? "" : "the provider gave no number: " + Json.write(value),
                Samples.ofJson(item.get("samples")));
    }
}
