package sh.keptn.lambda.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;

/**
 * The CloudEvent that somebody else has put on the bus: the {@code detail} itself, or its {@code event}. What it does not say
 * its envelope says. Its source is replaced, so that nobody speaks for the control plane.
 */
final class OutsideEvent {

    private OutsideEvent() {}

    /**
     * Reads it.
     *
     * @param sender who it comes from, whatever it says itself
     * @throws sh.keptn.events.JsonException if it is no event
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
        return KeptnEvent.fromJson(event);
    }
}
