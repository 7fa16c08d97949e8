package sh.keptn.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Requests as the control plane makes them. */
public final class Requests {

    public static final String CONTEXT = "b2a4cf6e-2e0a-4d0c-8a9f-1d6a4c5f7e11";

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    private Requests() {}

    /** A task of carts in sockshop's dev stage, in the sequence delivery, with a day to go. */
    public static TaskRequest of(String task, String data) {
        return of(task, data, 1);
    }

    public static TaskRequest of(String task, String data, int occurrence) {
        return new TaskRequest(
                event(task, data), "delivery", task, occurrence, CLOCK.instant().plus(Duration.ofDays(1)));
    }

    /** The same request with another deadline. */
    public static TaskRequest within(TaskRequest request, Duration left) {
        return new TaskRequest(
                request.event(),
                request.sequence(),
                request.task(),
                request.occurrence(),
                CLOCK.instant().plus(left));
    }

    private static KeptnEvent event(String task, String data) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("project", "sockshop");
        all.put("stage", "dev");
        all.put("service", "carts");
        all.putAll(Json.parseObject(data));
        return new KeptnEvent(
                "5f2b8b0e-3f55-4c5d-9a57-0d8f7a6b1c22",
                KeptnEvent.CONTROL_PLANE,
                "sh.keptn.event." + task + ".triggered",
                CLOCK.instant(),
                CONTEXT,
                null,
                "c0ffee",
                all);
    }
}
