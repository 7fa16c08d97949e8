package sh.keptn.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One CloudEvent 1.0 of Keptn.
 *
 * @param id unique together with its source
 * @param source who sent it: a task service's name, or {@value #CONTROL_PLANE}
 * @param type see {@link EventType}
 * @param time when it was made
 * @param context {@code shkeptncontext}: the run through all stages that it belongs to, a UUID
 * @param triggeredId id of the event that asked for the task which this one answers, null on others
 * @param gitCommitId version of the configuration, null if unknown
 * @param dataref where the whole payload is, a URI; null where {@code data} is all of it (CloudEvents, extension "Dataref")
 * @param data the payload, as {@link Json} reads it; not copied, must not be changed
 */
public record KeptnEvent(
        String id,
        String source,
        String type,
        Instant time,
        String context,
        @Nullable String triggeredId,
        @Nullable String gitCommitId,
        @Nullable String dataref,
        Map<String, @Nullable Object> data) {

    /** The source of everything that the control plane says itself. */
    public static final String CONTROL_PLANE = "keptn.control-plane";

    /** The version of Keptn's specification that the events follow. */
    public static final String SPEC_VERSION = "0.2.4";

    /** An event that carries its whole payload. */
    public KeptnEvent(
            String id,
            String source,
            String type,
            Instant time,
            String context,
            @Nullable String triggeredId,
            @Nullable String gitCommitId,
            Map<String, @Nullable Object> data) {
        this(id, source, type, time, context, triggeredId, gitCommitId, null, data);
    }

    /** The same event with its whole payload. */
    public KeptnEvent withData(Map<String, @Nullable Object> whole) {
        return new KeptnEvent(id, source, type, time, context, triggeredId, gitCommitId, whole);
    }

    /** The same event with a part of its payload, and a reference to the whole. */
    public KeptnEvent referring(String reference, Map<String, @Nullable Object> part) {
        return new KeptnEvent(id, source, type, time, context, triggeredId, gitCommitId, reference, part);
    }

    /** How many bytes it has in JSON. */
    public int size() {
        return Json.write(toJson()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether it has more bytes in JSON; cheaper than {@link #size} where it has far less. */
    public boolean isLargerThan(int bytes) {
        return JsonText.mostBytes(toJson()) > bytes && size() > bytes;
    }

    /** The CloudEvent as JSON object, attributes in a fixed order. */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("specversion", "1.0");
        json.put("id", id);
        json.put("source", source);
        json.put("type", type);
        json.put("time", time.toString());
        json.put("datacontenttype", "application/json");
        json.put("shkeptncontext", context);
        if (triggeredId != null) {
            json.put("triggeredid", triggeredId);
        }
        if (gitCommitId != null) {
            json.put("gitcommitid", gitCommitId);
        }
        if (dataref != null) {
            json.put("dataref", dataref);
        }
        json.put("shkeptnspecversion", SPEC_VERSION);
        json.put("data", data);
        return json;
    }

    /**
     * Reads a CloudEvent in JSON.
     *
     * @throws JsonException if an attribute that Keptn needs is missing or malformed
     */
    public static KeptnEvent fromJson(Map<String, ? extends @Nullable Object> json) {
        return new KeptnEvent(
                required(json, "id"),
                required(json, "source"),
                required(json, "type"),
                time(required(json, "time")),
                required(json, "shkeptncontext"),
                Json.text(json, "triggeredid"),
                Json.text(json, "gitcommitid"),
                Json.text(json, "dataref"),
                Json.child(json, "data"));
    }

    /** A text of the payload, null if it is absent or no text. */
    public @Nullable String dataText(String key) {
        return Json.text(data, key);
    }

    private static String required(Map<String, ? extends @Nullable Object> json, String attribute) {
        String value = Json.text(json, attribute);
        if (value == null || value.isEmpty()) {
            throw new JsonException("the event has no attribute `" + attribute + "`");
        }
        return value;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new JsonException("the event's `time` is `" + text + "`, expected an RFC 3339 time", e);
        }
    }
}
