package sh.keptn.lambda.services;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Puts what task services say on the bus, under a source that this function alone may use. */
final class Answers {

    /** The bus source of what our task services say. */
    static final String SOURCE = "keptn.services";

    /** What the control plane takes, in bytes. */
    static final int SIZE_LIMIT = 256 * 1024;

    private final EventBus bus;

    Answers(EventBus bus) {
        this.bus = bus;
    }

    /** Sends an event; once more does no harm, because its id is known. */
    void send(KeptnEvent answer) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("event", answer.toJson());
        BusEvent enveloped = BusEvent.of(answer, Map.of());
        bus.put(new BusEvent(answer.id(), SOURCE, enveloped.detailType(), detail));
    }

    static boolean isTooLarge(KeptnEvent answer) {
        return size(answer) > SIZE_LIMIT;
    }

    static int size(KeptnEvent answer) {
        return Json.write(answer.toJson()).getBytes(StandardCharsets.UTF_8).length;
    }
}
