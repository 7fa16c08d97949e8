package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** What an event from outside asks for, and what it cannot say. */
final class TriggerTest {

    @Test
    void nobodyAnswersTheTasksThatHeAsksFor() {
        Map<String, @Nullable Object> asked = Json.parseObject("""
                {"project": "shop", "service": "carts", "test": {"teststrategy": "performance"}, "labels": {"build": "7"},
                 "evaluation": {"start": "2026-01-01T00:00:00Z", "timeframe": "5m"},
                 "configurationChange": {"values": {"image": "carts:1"}}}""");
        Map<String, @Nullable Object> answered = Json.parseObject("""
                {"project": "shop", "service": "carts", "labels": {"build": "7"},
                 "test": {"teststrategy": "performance", "measured": "k", "results": {"k": {"errors": 0}}},
                 "evaluation": {"start": "2026-01-01T00:00:00Z", "timeframe": "5m", "result": "pass", "score": 100},
                 "configurationChange": {"values": {"image": "carts:1"}}, "result": "pass", "status": "succeeded"}""");
        assertThat(Trigger.of(event("dev.delivery", asked)).data()).isEqualTo(asked);
        assertThat(Trigger.of(event("dev.delivery", answered)).data()).isEqualTo(asked);
    }

    @Test
    void whetherAPersonApprovesIsSaidByTheShipyardAlone() {
        Map<String, @Nullable Object> gathered = Json.parseObject(
                "{\"approval\": {\"pass\": \"automatic\", \"warning\": \"automatic\", \"by\": \"x\"}}");
        assertThat(Payload.forTask(gathered, "approval", Map.of()))
                .containsExactly(Map.entry("approval", Map.of("by", "x")));
        assertThat(Payload.forTask(gathered, "deployment", Map.of("kind", "direct")))
                .isEqualTo(Map.of("approval", Map.of("by", "x"), "deployment", Map.of("kind", "direct")));
        assertThat(Payload.forTask(gathered, "approval", Map.of("pass", "automatic")))
                .containsEntry("approval", Map.of("by", "x", "pass", "automatic"));
        assertThat(Payload.forTask(Json.parseObject("{\"approval\": {\"pass\": \"automatic\"}}"), "approval", Map.of()))
                .isEmpty();
    }

    @Test
    void namesHaveAnEnd() {
        String name = "s".repeat(201);
        assertThatThrownBy(() -> Trigger.of(event(name + ".delivery", Map.of("project", "shop", "service", "carts"))))
                .hasMessage("the name of a stage has 201 characters; it may have 200");
        assertThatThrownBy(() -> Trigger.of(event("dev." + name, Map.of("project", "shop", "service", "carts"))))
                .hasMessage("the name of a sequence has 201 characters; it may have 200");
    }

    private static KeptnEvent event(String sequence, Map<String, @Nullable Object> data) {
        return new KeptnEvent(
                "trigger-1",
                "ci",
                "sh.keptn.event." + sequence + ".triggered",
                Instant.EPOCH,
                "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11",
                null,
                null,
                data);
    }
}
