package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;

/** What the bus gets for a task has at most 256 KiB with all that is added to it, whatever properties the translator accepts. */
final class EventSizeTest {

    private static final int LIMIT = 256 * 1024;

    private final World world = new World();

    /** 240 KiB is where the translator refuses properties: quota {@code state-input-bytes}. */
    @ParameterizedTest
    @CsvSource({"50_000, false", "95_000, false", "110_000, true", "190_000, true", "240_000, true"})
    void anEventWithItsStampFits(String bytes, boolean refers) {
        String text = "x".repeat(Integer.parseInt(bytes.replace("_", "")));
        world.trigger("trigger", CONTEXT, "dev", "delivery");
        world.dispatch("test", "token", 0, 0, 0, Map.of("properties", Map.of("text", text)));
        assertThat(world.bus).allSatisfy(event -> assertThat(size(event)).isLessThanOrEqualTo(LIMIT));
        BusEvent triggered = world.bus.get(world.bus.size() - 1);
        assertThat(triggered.event().dataref() != null).isEqualTo(refers);
        assertThat(String.valueOf(triggered.stamp().get("selector"))).contains(text);
    }

    /** As EventBridge counts, "Calculating PutEvents event entry size". */
    private static int size(BusEvent event) {
        return (event.source() + event.detailType() + Json.write(event.detail()))
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}
