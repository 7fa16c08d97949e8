package sh.keptn.controlplane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.BusEvent;

final class EventPatternsTest {

    private static final Map<String, String> PATTERNS = Map.of(
            "services", "{\"source\":[\"keptn.control-plane\"],\"detail\":{\"keptn\":{\"services\":[\"helm\"]}}}",
            "not dev", "{\"detail\":{\"keptn\":{\"stage\":[{\"anything-but\":[\"dev\"]}]}}}",
            "no stage", "{\"detail\":{\"keptn\":{\"stage\":[{\"exists\":false}]}}}",
            "by type", "{\"detail-type\":[{\"prefix\":\"sh.keptn.event.test.\"}]}");

    private final EventPatterns patterns = EventPatterns.of(PATTERNS);

    @Test
    void namesOfAllThatMatchAreSorted() {
        Map<String, @Nullable Object> stamp = Map.of("stage", "hardening", "services", List.of("jmeter", "helm"));
        assertThat(patterns.matching(event(stamp))).containsExactly("by type", "not dev", "services");
        assertThat(patterns.matching(event(Map.of("stage", "dev")))).containsExactly("by type");
        assertThat(patterns.matching(event(Map.of()))).containsExactly("by type", "no stage");
    }

    @Test
    void aPatternMayLookAtTheEventToo() {
        BusEvent event = new BusEvent(
                "1",
                "keptn.control-plane",
                "sh.keptn.event.test.triggered",
                Map.of("keptn", Map.of("stage", "dev"), "event", Map.of("data", Map.of("service", "carts"))));
        String stage = "{\"detail\":{\"keptn\":{\"stage\":[\"dev\"]}}}";
        String service = "{\"detail\":{\"\\u0065vent\":{\"data\":{\"service\":[\"carts\"]}}}}";
        String none = "{\"detail\":{\"event\":{\"data\":{\"service\":[{\"exists\":false}]}}}}";
        assertThat(EventPatterns.of(Map.of("stage", stage)).matching(event)).containsExactly("stage");
        assertThat(EventPatterns.of(Map.of("stage", stage, "service", service)).matching(event))
                .containsExactly("service", "stage");
        assertThat(EventPatterns.of(Map.of("stage", stage, "none", none)).matching(event))
                .containsExactly("stage");
    }

    @Test
    void noPatternsMatchNothing() {
        assertThat(EventPatterns.of(Map.of()).matching(event(Map.of()))).isEmpty();
    }

    @Test
    void aBadPatternIsNamed() {
        for (String bad : List.of("{", "[]", "{\"source\":\"x\"}", "{}", "{\"source\":[{\"anything-but\":[true]}]}")) {
            Map<String, String> one = Map.of("mine", bad);
            assertThatThrownBy(() -> EventPatterns.of(one))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("`mine` is not an event pattern: ")
                    .hasMessageNotContaining("\n");
        }
    }

    private static BusEvent event(Map<String, @Nullable Object> stamp) {
        return new BusEvent("1", "keptn.control-plane", "sh.keptn.event.test.triggered", Map.of("keptn", stamp));
    }
}
