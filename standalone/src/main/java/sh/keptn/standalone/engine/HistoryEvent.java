package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * One entry of the transition log, with the names and the shape of GetExecutionHistory: input, output, parameters and
 * assigned variables are JSON text.
 *
 * @param id counts from 1
 * @param previousEventId 0 for the first event and the first state
 * @param details empty where the type has none, or none of an end without error and cause
 */
public record HistoryEvent(
        long id, long previousEventId, String type, Instant timestamp, Map<String, @Nullable Object> details) {

    /** Ends without success; their error and cause may both be missing. */
    private static final Set<String> ENDS = Set.of("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");

    /** The event as AWS prints it, the time as ISO-8601 text. */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        json.put("type", type);
        json.put("timestamp", timestamp.toString());
        if (!details.isEmpty() || ENDS.contains(type)) {
            json.put(detailsName(), details);
        }
        return json;
    }

    static HistoryEvent fromJson(Map<String, @Nullable Object> json) {
        String type = String.valueOf(json.get("type"));
        HistoryEvent bare = new HistoryEvent(
                ((Number) json.getOrDefault("id", 0L)).longValue(),
                ((Number) json.getOrDefault("previousEventId", 0L)).longValue(),
                type,
                Instant.parse(String.valueOf(json.get("timestamp"))),
                Map.of());
        return new HistoryEvent(
                bare.id, bare.previousEventId, type, bare.timestamp, Json.child(json, bare.detailsName()));
    }

    private String detailsName() {
        if (type.endsWith("StateEntered")) {
            return "stateEnteredEventDetails";
        }
        if (type.endsWith("StateExited")) {
            return "stateExitedEventDetails";
        }
        return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + "EventDetails";
    }
}
