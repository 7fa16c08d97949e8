package sh.keptn.events;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on the bus: EventBridge's envelope, on both platforms. {@code detail} is {@code {event: <CloudEvent>, keptn:
 * {kind, project, stage, service, ...}}}; rules match the {@code keptn} part, targets outside get {@code detail.event}.
 *
 * @param id for the bus, the CloudEvent's id
 * @param source EventBridge's source; {@link KeptnEvent#CONTROL_PLANE} only for what the control plane sent
 * @param detailType the CloudEvent's type, cut to 128 characters (EventBridge's limit)
 * @param detail as above
 */
public record BusEvent(String id, String source, String detailType, Map<String, @Nullable Object> detail) {

    private static final int DETAIL_TYPE_LIMIT = 128;

    /** Wraps an event of the control plane with the stamp that rules match. */
    public static BusEvent of(KeptnEvent event, Map<String, ? extends @Nullable Object> stamp) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("event", event.toJson());
        detail.put("keptn", stamp);
        return new BusEvent(event.id(), KeptnEvent.CONTROL_PLANE, cut(event.type()), detail);
    }

    /** Never between the two halves of a character: half of one is no text. */
    private static String cut(String type) {
        if (type.length() <= DETAIL_TYPE_LIMIT) {
            return type;
        }
        boolean splits = Character.isHighSurrogate(type.charAt(DETAIL_TYPE_LIMIT - 1));
        return type.substring(0, splits ? DETAIL_TYPE_LIMIT - 1 : DETAIL_TYPE_LIMIT);
    }

    /** The CloudEvent inside. */
    public KeptnEvent event() {
        return KeptnEvent.fromJson(Json.child(detail, "event"));
    }

    /** The stamp that rules match. */
    public Map<String, @Nullable Object> stamp() {
        return Json.child(detail, "keptn");
    }

    /** The whole envelope as rules and targets see it. */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "0");
        json.put("id", id);
        json.put("source", source);
        json.put("detail-type", detailType);
        json.put("detail", detail);
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static BusEvent fromJson(Map<String, ? extends @Nullable Object> json) {
        return new BusEvent(
                String.valueOf(json.get("id")),
                String.valueOf(json.get("source")),
                String.valueOf(json.get("detail-type")),
                Json.child(json, "detail"));
    }
}
