package sh.keptn.infra.flows;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** A bus of EventBridge, for those who put events on it. */
record Bus(EventBridgeClient events, String name) {

    void put(String source, String type, Map<String, ? extends @Nullable Object> detail) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(name)
                .source(source)
                .detailType(type)
                .detail(Json.write(detail))
                .build();
        PutEventsResponse response = events.putEvents(request -> request.entries(entry));
        if (response.failedEntryCount() > 0) {
            throw new AssertionError("the bus did not take " + detail + ": " + response.entries());
        }
    }
}
