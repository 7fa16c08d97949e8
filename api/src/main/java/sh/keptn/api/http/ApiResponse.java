package sh.keptn.api.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** An HTTP response; its body is text in UTF-8. */
public record ApiResponse(int status, Map<String, String> headers, String body) {

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    /** A JSON value. Nobody keeps it: what it says is true for now. */
    public static ApiResponse json(int status, @Nullable Object value) {
        return new ApiResponse(
                status,
                Map.of(
                        "content-type", "application/json",
                        "cache-control", "no-store",
                        "x-content-type-options", "nosniff"),
                Json.write(value));
    }

    /** An error in Keptn's form. */
    public static ApiResponse error(int status, String message) {
        return json(status, new Problem(status, message).toJson());
    }

    /** The same with another header. */
    public ApiResponse with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ApiResponse(status, all, body);
    }

    /** The same for a HEAD request. */
    public ApiResponse withoutBody() {
        return new ApiResponse(status, headers, "");
    }
}
