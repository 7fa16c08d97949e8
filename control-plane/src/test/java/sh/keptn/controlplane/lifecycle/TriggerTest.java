package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.KeptnEvent;

/** What an event from outside asks for, and what it cannot say. */
final class TriggerTest {

    @Test
    void nobodyAnswersTheTasksThatHeAsksFor() {
        Trigger trigger = Trigger.of(event(
                "dev.delivery",
                Map.of(
                        "project",
                        "shop",
                        "service",
                        "carts",
                        "approval",
                        Map.of("pass", "automatic"),
                        "test",
                        Map.of(
                                "teststrategy",
                                "performance",
                                "measured",
                                "k",
                                "results",
                                Map.of("k", Map.of("errors", 0))),
                        "configurationChange",
                        Map.of("values", Map.of("image", "carts:1")))));
        assertThat(trigger.data())
                .containsOnlyKeys("project", "service", "test", "configurationChange")
                .containsEntry("test", Map.of("teststrategy", "performance"));
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
