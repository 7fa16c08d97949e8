package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;

/** The patterns match what their functions take, and nothing that they must not be asked for. */
class BusRulesTest {

    private final EventPatterns patterns = EventPatterns.of(Map.of(
            "triggers", BusRules.TRIGGERS,
            "followers", BusRules.FOLLOWERS,
            "answers", BusRules.ANSWERS,
            "executions", BusRules.EXECUTIONS));

    @Test
    void everyPayloadComesByItsRule() {
        assertThat(matching("trigger", Map.of())).containsExactly("triggers");
        for (String phase : List.of("started", "status.changed", "finished", "progressed")) {
            assertThat(matching("answer", Map.of("phase", phase))).as(phase).containsExactly("answers");
        }
        for (String status : List.of("FAILED", "ABORTED", "TIMED_OUT")) {
            assertThat(matching("execution-ended", Map.of("status", status))).containsExactly("executions");
        }
        assertThat(matching("execution-ended", Map.of("status", "SUCCEEDED"))).isEmpty();
    }

    @Test
    void theControlPlaneIsNotAskedForWhatItSaysItself() {
        for (String type : List.of("test.triggered", "test.finished", "dev.delivery.triggered")) {
            BusEvent own = new BusEvent(
                    "1", "keptn.control-plane", "sh.keptn.event." + type, Map.of("keptn", Map.of("kind", "any")));
            assertThat(patterns.matching(own)).as(type).isEmpty();
        }
        BusEvent ended = new BusEvent(
                "1",
                "keptn.control-plane",
                "sh.keptn.event.dev.delivery.finished",
                Map.of("keptn", Map.of("kind", "sequence.finished", "evaluateTriggers", true)));
        assertThat(patterns.matching(ended)).containsExactly("followers");
    }

    private List<String> matching(String payload, Map<String, String> values) {
        return patterns.matching(BusEvent.fromJson(Json.object(Payloads.of(payload, values))));
    }
}
