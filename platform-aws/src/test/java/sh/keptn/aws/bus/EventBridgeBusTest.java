package sh.keptn.aws.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.AwsStub;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.TestClients;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

final class EventBridgeBusTest {

    private static final Map<String, @Nullable Object> ACCEPTED = Map.of(
            "FailedEntryCount", 0, "Entries", List.of(Map.of("EventId", "11710aed-b79e-4468-a20b-bb3c0c3b4860")));

    private final AwsStub eventBridge = new AwsStub();
    private final EventBridgeClient client = TestClients.client(EventBridgeClient.builder(), eventBridge.endpoint());
    private final List<Duration> waits = new ArrayList<>();
    private final EventBridgeBus bus = new EventBridgeBus(
            client, "keptn", new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.5, waits::add));

    @AfterEach
    void close() {
        client.close();
        eventBridge.close();
    }

    @Test
    void theEventIsTheDetail() {
        eventBridge.then(ACCEPTED);
        BusEvent event = event("sh.keptn.event." + "s".repeat(150) + ".triggered", "ä");
        bus.put(event);
        assertThat(eventBridge.operations()).containsExactly("PutEvents");
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry).containsEntry("EventBusName", "keptn").containsEntry("Source", "keptn.control-plane");
            assertThat(String.valueOf(entry.get("DetailType"))).hasSize(128);
            assertThat(Json.parseObject(String.valueOf(entry.get("Detail")))).isEqualTo(event.detail());
        });
    }

    @Test
    void anEntryThatWasNotAcceptedIsPutAgain() {
        refused("ThrottlingException");
        refused("InternalFailure");
        eventBridge.then(ACCEPTED);
        bus.put(event("sh.keptn.event.test.triggered", ""));
        assertThat(entries()).hasSize(3);
        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void anEntryThatIsNeverAcceptedFails() {
        refused("ThrottlingException");
        assertThatThrownBy(() -> bus.put(event("sh.keptn.event.test.triggered", "")))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("ThrottlingException");
        assertThat(entries()).hasSize(3);
    }

    @Test
    void anEntryThatIsRefusedForGoodIsNotPutAgain() {
        refused("NotAuthorizedForSourceException");
        assertThatThrownBy(() -> bus.put(event("sh.keptn.event.test.triggered", "")))
                .isInstanceOf(CallFailedException.class);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void aRequestWithoutAnswerIsRepeated() {
        eventBridge
                .thenFailure()
                .thenNoAnswer()
                .thenError("ThrottlingException", "Rate exceeded")
                .then(ACCEPTED);
        bus.put(event("sh.keptn.event.test.triggered", ""));
        assertThat(eventBridge.operations()).hasSize(4);
    }

    @Test
    void aBusThatIsNotThereFails() {
        eventBridge.thenError("ResourceNotFoundException", "Event bus keptn does not exist.");
        assertThatThrownBy(() -> bus.put(event("sh.keptn.event.test.triggered", "")))
                .isInstanceOf(CallFailedException.class);
    }

    @Test
    void anEventThatEventBridgeDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> bus.put(event("sh.keptn.event.test.triggered", "ä".repeat(524_288))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataref");
        assertThat(eventBridge.requests()).isEmpty();
    }

    private void refused(String code) {
        eventBridge.then(Map.of(
                "FailedEntryCount",
                1,
                "Entries",
                List.of(Map.of("ErrorCode", code, "ErrorMessage", "try again later"))));
    }

    private List<Map<String, @Nullable Object>> entries() {
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        eventBridge.requests().forEach(request -> {
            if (request.body().get("Entries") instanceof List<?> list) {
                list.forEach(entry -> entries.add(Json.object((Map<?, ?>) entry)));
            }
        });
        return entries;
    }

    private static BusEvent event(String type, String text) {
        KeptnEvent event = new KeptnEvent(
                "id",
                KeptnEvent.CONTROL_PLANE,
                type,
                Instant.parse("2026-06-01T12:00:00Z"),
                "context",
                null,
                null,
                Map.of("text", text));
        return BusEvent.of(event, Map.of("kind", "task.triggered"));
    }
}
