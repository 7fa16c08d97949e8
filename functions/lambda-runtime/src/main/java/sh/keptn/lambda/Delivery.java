package sh.keptn.lambda;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;

/**
 * An event as a rule of the bus hands it to its target (EventBridge, "Events reference: structure"). A rule can say more than
 * the event: with the input transformer {@code {"sender": "NAME", "event": <aws.events.event.json>}} it names the task service
 * that all its events come from, with {@code "service"} the one that they are for.
 *
 * @param id that the bus gave it
 * @param source the bus's own, which only those may use whom the account allows to
 * @param account from which it was put
 * @param time when it was put; a replay keeps it
 * @param sender the task service that the rule says it comes from, null where the rule does not
 * @param service the task service that the rule says it is for, null where the rule does not
 */
public record Delivery(
        String id,
        String source,
        String account,
        Instant time,
        String detailType,
        Map<String, @Nullable Object> detail,
        @Nullable String sender,
        @Nullable String service) {

    /**
     * Reads what a rule hands over.
     *
     * @throws InvalidInputException if it is no event of a bus
     */
    public static Delivery of(Map<String, ? extends @Nullable Object> payload) {
        if (payload.get("event") instanceof Map<?, ?> event) {
            return of(Json.object(event), Json.text(payload, "sender"), Json.text(payload, "service"));
        }
        return of(payload, null, null);
    }

    private static Delivery of(
            Map<String, ? extends @Nullable Object> event, @Nullable String sender, @Nullable String service) {
        return new Delivery(
                text(event, "id"),
                text(event, "source"),
                text(event, "account"),
                time(text(event, "time")),
                text(event, "detail-type"),
                Json.child(event, "detail"),
                sender,
                service);
    }

    /** The event in the envelope that rules match. */
    public BusEvent toBusEvent() {
        return new BusEvent(id, source, detailType, detail);
    }

    private static String text(Map<String, ? extends @Nullable Object> event, String key) {
        String text = Json.text(event, key);
        if (text == null) {
            throw new InvalidInputException("expected an event of an EventBridge rule; `" + key + "` is missing");
        }
        return text;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            InvalidInputException invalid =
                    new InvalidInputException("expected an event of an EventBridge rule; its `time` is `" + text
                            + "`, which is no RFC 3339 time");
            invalid.initCause(e);
            throw invalid;
        }
    }
}
