package sh.keptn.api.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.JsonBody;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Reads events from outside: {@code application/json} is Keptn's form, whose id counts for nothing (Keptn 1.x, {@code POST
 * /v1/event}); the others are CloudEvents, whose source and id tell a repetition ("HTTP Protocol Binding for CloudEvents", 3.1
 * to 3.3). Id, source and time of what is read are ours, so that nobody speaks in the name of others.
 */
final class OutsideEvents {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String JSON = "application/json";

    private static final String PREFIX = "ce-";

    /** Of what becomes part of a row's key; ours are UUIDs. */
    private static final int LONGEST_ID = 200;

    /** What is done within the time of a request, also where each event starts a sequence. */
    private static final int LONGEST_BATCH = 50;

    private final Supplier<String> ids;
    private final Clock clock;

    /** @param ids draws a new id each time */
    OutsideEvents(Supplier<String> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    static boolean isBatch(ApiRequest request) {
        return request.mediaType().equals(BATCH);
    }

    /** The events of a request. */
    List<Claim> read(ApiRequest request, String sender) {
        String type = request.mediaType();
        if (type.equals(BATCH)) {
            return batch(JsonBody.value(request.body()), sender);
        } else if (type.equals(STRUCTURED)) {
            return List.of(cloudEvent(JsonBody.object(request.body()), sender, "the event"));
        } else if (request.header(PREFIX + "specversion").isPresent()) {
            return List.of(cloudEvent(binary(request), sender, "the event"));
        } else if (type.equals(JSON) || type.isEmpty()) {
            return List.of(claim(JsonBody.object(request.body()), ids.get(), sender, "the event"));
        }
        throw new ApiException(
                415,
                "the content type is `" + type + "`; expected " + JSON + ", " + STRUCTURED + ", " + BATCH
                        + ", or headers ce-... beside " + JSON);
    }

    private List<Claim> batch(@Nullable Object value, String sender) {
        if (!(value instanceof List<?> list)) {
            throw new ApiException(400, "the body: expected a list of events");
        }
        if (list.size() > LONGEST_BATCH) {
            throw new ApiException(
                    413, "the body: the list has " + list.size() + " events; it may have " + LONGEST_BATCH);
        }
        List<Claim> claims = new ArrayList<>();
        for (Object each : list) {
            String where = "event " + (claims.size() + 1);
            if (!(each instanceof Map<?, ?> event)) {
                throw new ApiException(400, where + ": expected an object");
            }
            claims.add(cloudEvent(Json.object(event), sender, where));
        }
        if (claims.isEmpty()) {
            throw new ApiException(400, "the body: the list of events is empty");
        }
        return claims;
    }

    private Claim cloudEvent(Map<String, @Nullable Object> event, String sender, String where) {
        if (!"1.0".equals(event.get("specversion"))) {
            throw new ApiException(400, where + ": `specversion`: expected 1.0");
        }
        String id = Ids.of("api", sender, required(event, "source", where), required(event, "id", where));
        return claim(event, id, sender, where);
    }

    /** The attributes are headers, the data is the body; values may be percent-encoded. */
    private static Map<String, @Nullable Object> binary(ApiRequest request) {
        if (!request.mediaType().equals(JSON)) {
            throw new ApiException(
                    415,
                    "the content type is `" + request.mediaType() + "`; expected " + JSON + " beside headers ce-...");
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                event.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), Percent.decode(value));
            }
        });
        event.put("data", request.body().isEmpty() ? null : JsonBody.value(request.body()));
        return event;
    }

    private Claim claim(Map<String, @Nullable Object> event, String id, String sender, String where) {
        Object data = event.get("data");
        if (data != null && !(data instanceof Map)) {
            throw new ApiException(400, where + ": `data`: expected an object");
        }
        String claimed = Json.text(event, "source");
        return new Claim(
                new KeptnEvent(
                        id,
                        sender,
                        required(event, "type", where),
                        clock.instant(),
                        context(Json.text(event, "shkeptncontext"), id),
                        triggeredId(event, where),
                        Json.text(event, "gitcommitid"),
                        data instanceof Map<?, ?> map ? Json.object(map) : Map.of()),
                claimed == null ? sender : claimed,
                where);
    }

    private static @Nullable String triggeredId(Map<String, @Nullable Object> event, String where) {
        String id = Json.text(event, "triggeredid");
        if (id != null && id.length() > LONGEST_ID) {
            throw new ApiException(
                    400, where + ": `triggeredid` has " + id.length() + " characters; it may have " + LONGEST_ID);
        }
        return id;
    }

    /** A context that is no UUID becomes one, always the same (Keptn 1.x, {@code POST /v1/event}). */
    private static String context(@Nullable String text, String id) {
        if (text == null || text.isEmpty()) {
            return Ids.of("context", id);
        }
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text) ? text : Ids.of("context", text);
        } catch (IllegalArgumentException e) {
            return Ids.of("context", text);
        }
    }

    private static String required(Map<String, @Nullable Object> event, String key, String where) {
        String text = Json.text(event, key);
        if (text == null || text.isBlank()) {
            throw new ApiException(400, where + " has no attribute `" + key + "`");
        }
        return text;
    }

    /**
     * An event with what it says of itself.
     *
     * @param source who it says it comes from
     * @param where it stands in the request
     */
    record Claim(KeptnEvent event, String source, String where) {}
}
