package sh.keptn.lambda.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;

/** Requests and responses of API Gateway's HTTP APIs, payload format 2.0 ("AWS Lambda proxy integrations for HTTP APIs"). */
final class GatewayRequest {

    private GatewayRequest() {}

    /**
     * Reads the payload of an integration, or of an authorizer, which has no body.
     *
     * @throws InvalidInputException if it is none
     */
    static ApiRequest of(Map<String, @Nullable Object> payload) {
        Map<String, @Nullable Object> http = Json.child(Json.child(payload, "requestContext"), "http");
        String method = Json.text(http, "method");
        String path = Json.text(payload, "rawPath");
        if (!"2.0".equals(payload.get("version")) || method == null || path == null) {
            throw new InvalidInputException("expected a request of an HTTP API in payload format 2.0");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Json.child(payload, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new ApiRequest(method, path, headers, body(payload));
    }

    private static String body(Map<String, @Nullable Object> payload) {
        String body = Json.text(payload, "body");
        if (body == null || !Boolean.TRUE.equals(payload.get("isBase64Encoded"))) {
            return body == null ? "" : body;
        }
        try {
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            InvalidInputException invalid = new InvalidInputException("expected a body in Base64");
            invalid.initCause(e);
            throw invalid;
        }
    }

    /** What API Gateway makes a response of. */
    static Map<String, @Nullable Object> answer(ApiResponse response) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("statusCode", response.status());
        json.put("headers", response.headers());
        json.put("body", response.body());
        json.put("isBase64Encoded", false);
        return json;
    }
}
