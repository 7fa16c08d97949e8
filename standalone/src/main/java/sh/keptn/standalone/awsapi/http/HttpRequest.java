package sh.keptn.standalone.awsapi.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been read whole.
 *
 * @param method in capitals, as it was sent
 * @param target the path and query as they were sent
 * @param headers by name in small letters; of a header that was sent twice, both values joined by comma
 */
@SuppressWarnings("ArrayRecordComponent") // the body is read once and compared by nobody
public record HttpRequest(String method, String target, Map<String, String> headers, byte[] body) {

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    /** The value of a header, null where there is none. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The path, decoded; empty where the target is no path. */
    public String path() {
        try {
            String path = URI.create(target).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    boolean isLast() {
        String connection = headers.getOrDefault("connection", "");
        return connection.toLowerCase(Locale.ROOT).contains("close");
    }
}
