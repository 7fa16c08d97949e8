package sh.keptn.lambda.control;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.InvalidInputException;

/**
 * The CloudEvent that somebody else has put on the bus: the {@code detail} itself, or its {@code event}. What it does not say
 * its envelope says. Its source is replaced, so that nobody speaks for the control plane.
 */
final class OutsideEvent {

    /** What becomes part of the keys of rows. */
    private static final List<String> KEYS = List.of("id", "shkeptncontext", "triggeredid");

    /** DynamoDB takes sort keys of 1,024 bytes; ours have more in them than one id. */
    private static final int KEY_BYTES = 256;

    private OutsideEvent() {}

    /**
     * Reads it.
     *
     * @param sender who it comes from, whatever it says itself
     * @throws sh.keptn.events.JsonException if it is no event
     * @throws InvalidInputException if its ids are too long for rows
     */
    static KeptnEvent of(Delivery delivery, String sender) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>(
                delivery.detail().get("event") instanceof Map<?, ?> inner ? Json.object(inner) : delivery.detail());
        event.putIfAbsent("id", delivery.id());
        event.putIfAbsent("type", delivery.detailType());
        event.put("source", sender);
        event.put("time", delivery.time().toString());
        // The same event gets the same context however often it comes.
        event.putIfAbsent("shkeptncontext", Ids.of("context", delivery.account(), String.valueOf(event.get("id"))));
        KEYS.forEach(key -> checkLength(key, Json.text(event, key)));
        return KeptnEvent.fromJson(event);
    }

    private static void checkLength(String key, @Nullable String text) {
        int bytes = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > KEY_BYTES) {
            throw new InvalidInputException("`" + key + "` has " + bytes + " bytes; it may have " + KEY_BYTES);
        }
    }
}
