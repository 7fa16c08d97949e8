package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/** An execution as JSON for people and tests: what AWS prints as text that is a JSON object is an object here. */
public final class ExecutionJson {

    private ExecutionJson() {}

    /** {@code status, output, error, cause, events}, without what does not apply; events have no timestamps. */
    public static Map<String, @Nullable Object> of(Execution execution, List<HistoryEvent> history) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", execution.status().name());
        if (execution.output() != null) {
            json.put("output", Json.parse(execution.output()));
        }
        if (execution.error() != null) {
            json.put("error", execution.error());
        }
        if (execution.cause() != null) {
            json.put("cause", readable(execution.cause()));
        }
        List<@Nullable Object> events = new ArrayList<>();
        for (HistoryEvent event : history) {
            Map<String, @Nullable Object> bare = new LinkedHashMap<>(event.toJson());
            bare.remove("timestamp");
            events.add(readable(bare));
        }
        json.put("events", events);
        return json;
    }

    private static @Nullable Object readable(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), readable(each)));
            return copy;
        }
        if (value instanceof String text && text.startsWith("{")) {
            try {
                return Json.parse(text);
            } catch (JsonException e) {
                return text;
            }
        }
        return value;
    }
}
