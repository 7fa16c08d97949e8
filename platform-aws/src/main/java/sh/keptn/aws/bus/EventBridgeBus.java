package sh.keptn.aws.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.CallFailedException;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** EventBridge's classic bus. An event is accepted when its own entry of the answer says so, not when the call succeeds. */
public final class EventBridgeBus implements EventBus {

    /** Most bytes of a request (EventBridge user guide, "Calculating PutEvents event entry size"). */
    private static final int SIZE = 1024 * 1024;

    /** Errors of an entry that trying again may help against. */
    private static final Set<String> PASSING =
            Set.of("ThrottlingException", "InternalFailure", "InternalException", "ServiceUnavailable");

    private final EventBridgeClient client;
    private final String bus;
    private final Backoff backoff;

    /** @param bus name or ARN */
    public EventBridgeBus(EventBridgeClient client, String bus) {
        this(client, bus, Backoff.sleeping(8, Duration.ofMillis(50), Duration.ofSeconds(2)));
    }

    /** @param backoff between the tries of an entry that was not accepted */
    public EventBridgeBus(EventBridgeClient client, String bus, Backoff backoff) {
        this.client = client;
        this.bus = bus;
        this.backoff = backoff;
    }

    @Override
    public void put(BusEvent event) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(event.source())
                .detailType(event.detailType())
                .detail(Json.write(event.detail()))
                .build();
        int size = size(entry);
        if (size > SIZE) {
            throw new IllegalArgumentException("event " + event.id() + " has " + size + " bytes, EventBridge takes "
                    + SIZE + "; refer to large data by `dataref`");
        }
        int tries = 1;
        while (!isAccepted(event, entry, tries)) {
            tries++;
        }
    }

    /** Asks once; where another try may help, waits for it and returns false. */
    private boolean isAccepted(BusEvent event, PutEventsRequestEntry entry, int tries) {
        PutEventsResponse response;
        try {
            response = client.putEvents(request -> request.entries(entry));
        } catch (SdkException e) {
            throw new CallFailedException("PutEvents: " + e.getMessage(), e);
        }
        if (response.failedEntryCount() == null || response.failedEntryCount() == 0) {
            return true;
        }
        PutEventsResultEntry result = response.entries().get(0);
        if (!PASSING.contains(result.errorCode()) || !backoff.again(tries)) {
            throw new CallFailedException("EventBridge did not accept event " + event.id() + ": " + result.errorCode()
                    + ", " + result.errorMessage());
        }
        return false;
    }

    private static int size(PutEventsRequestEntry entry) {
        return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
