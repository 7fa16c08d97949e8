package sh.keptn.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusEventTest {

    @Test
    void aLongTypeIsCutBetweenCharacters() {
        assertThat(detailType("a".repeat(128))).isEqualTo("a".repeat(128));
        assertThat(detailType("a".repeat(129))).isEqualTo("a".repeat(128));
        assertThat(detailType("a".repeat(127) + "\uD83D\uDE80")).isEqualTo("a".repeat(127));
        assertThat(detailType("a".repeat(126) + "\uD83D\uDE80b")).isEqualTo("a".repeat(126) + "\uD83D\uDE80");
    }

    private static String detailType(String type) {
        KeptnEvent event = new KeptnEvent("1", "test", type, Instant.EPOCH, "context", null, null, Map.of());
        return BusEvent.of(event, Map.of()).detailType();
    }
}
