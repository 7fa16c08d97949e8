package sh.keptn.standalone.awsapi.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param undelivered told when the client was gone before it had the answer
 */
@SuppressWarnings("ArrayRecordComponent") // written once and compared by nobody
public record HttpResponse(int status, Map<String, String> headers, byte[] body, Runnable undelivered) {

    public HttpResponse {
        headers = new LinkedHashMap<>(headers);
    }

    /** An answer about whose arrival nobody asks. */
    public static HttpResponse of(int status, String contentType, String body) {
        return new HttpResponse(
                status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), () -> {});
    }

    /** The same answer with one more header. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body, undelivered);
    }
}
