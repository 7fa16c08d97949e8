package sh.keptn.standalone.awsapi.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.http.HttpRequest;
import sh.keptn.standalone.awsapi.http.HttpResponse;

/** Finds the operation that a request names, and turns what it answers into AWS JSON 1.0 or 1.1 (Smithy, "AWS JSON"). */
public final class JsonProtocol {

    private static final String TARGET = "X-Amz-Target";
    private static final String ANY_VERSION = "1.0";

    private final List<Service> services;

    public JsonProtocol(List<Service> services) {
        this.services = List.copyOf(services);
    }

    /** Answers a request; whatever happens has an answer. */
    public HttpResponse handle(HttpRequest request) {
        String target = request.header(TARGET);
        int dot = target == null ? -1 : target.indexOf('.');
        String prefix = target == null || dot < 0 ? "" : target.substring(0, dot);
        for (Service service : services) {
            if (target != null && service.prefix().equals(prefix)) {
                return handle(request, service, target.substring(dot + 1));
            }
        }
        return answer(
                ANY_VERSION,
                new AwsError(
                        "UnknownOperationException",
                        target == null ? "the request has no header " + TARGET : "no service is called " + prefix));
    }

    private static HttpResponse handle(HttpRequest request, Service service, String name) {
        try {
            Operation operation = service.operations().get(name);
            if (operation == null) {
                throw new AwsError("UnknownOperationException", "the operation " + name + " is not served here");
            }
            if (!request.method().equals("POST")) {
                throw AwsError.of(405, "MethodNotAllowed", "operations are called with POST");
            }
            if (request.body().length > service.bodyLimit()) {
                throw AwsError.of(413, "RequestEntityTooLargeException", "Request exceeds the maximum size");
            }
            Map<String, ?> answer = operation.run(Caller.of(request), new Parameters(parse(request)));
            Map<String, @Nullable Object> shown = new LinkedHashMap<>(answer);
            shown.values().removeIf(value -> value == null);
            return finish(HttpResponse.of(200, contentType(service.version()), Json.write(shown)));
        } catch (AwsError e) {
            return answer(service.version(), e);
        } catch (RuntimeException e) {
            System.err.println("internal error in " + name + ": " + e);
            return answer(service.version(), AwsError.of(500, "InternalFailure", "the endpoint failed: " + e));
        }
    }

    private static Map<String, @Nullable Object> parse(HttpRequest request) {
        if (request.body().length == 0) {
            return Map.of();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString();
            return Json.parseObject(text);
        } catch (CharacterCodingException | JsonException e) {
            throw new AwsError("SerializationException", "the request is no JSON object: " + e.getMessage());
        }
    }

    private static HttpResponse answer(String version, AwsError error) {
        return finish(HttpResponse.of(error.status(), contentType(version), Json.write(error.toJson()))
                .with("x-amzn-ErrorType", error.type()));
    }

    private static HttpResponse finish(HttpResponse response) {
        return response.with("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    private static String contentType(String version) {
        return "application/x-amz-json-" + version;
    }
}
