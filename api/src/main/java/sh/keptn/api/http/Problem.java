package sh.keptn.api.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not done, in Keptn's form {@code {"code": 404, "message": "..."}}.
 *
 * @param code the HTTP status
 * @param message what is wrong, where, and what to do
 */
public record Problem(int code, String message) {

    /** The JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("message", message);
        return json;
    }
}
