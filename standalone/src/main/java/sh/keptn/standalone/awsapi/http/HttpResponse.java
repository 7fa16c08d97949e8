package sh.keptn.standalone.awsapi.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An answer to a request.
 *
 * @param sent told once the answer was written, or could not be because the client had gone
 */
@SuppressWarnings("ArrayRecordComponent") // written once and compared by nobody
public record HttpResponse(int status, Map<String, String> headers, byte[] body, Consumer<Boolean> sent) {

    public HttpResponse {
        headers = new LinkedHashMap<>(headers);
    }

    /** An answer about whose arrival nobody asks. */
    public static HttpResponse of(int status, String contentType, String body) {
        return new HttpResponse(
                status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), sent -> {});
    }

    /** The same answer with one more header. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body, sent);
    }
}
