package sh.keptn.api.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/** Bodies as JSON. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * The value of a body.
     *
     * @throws ApiException if it is no JSON
     */
    public static @Nullable Object value(String body) {
        try {
            return Json.parse(body);
        } catch (JsonException e) {
            throw new ApiException(400, "the body is no JSON: " + e.getMessage(), e);
        }
    }

    /**
     * The object that a body is.
     *
     * @throws ApiException if it is none
     */
    public static Map<String, @Nullable Object> object(String body) {
        if (value(body) instanceof Map<?, ?> map) {
            return Json.object(map);
        }
        throw new ApiException(400, "the body: expected a JSON object");
    }

    /**
     * Refuses keys that nobody would look at.
     *
     * @throws ApiException if there is one
     */
    public static void requireOnly(Map<String, @Nullable Object> object, List<String> keys) {
        object.keySet().stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
            throw new ApiException(400, "the body: unknown key `" + key + "`; expected " + String.join(", ", keys));
        });
    }
}
