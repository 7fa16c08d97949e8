package sh.keptn.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request.
 *
 * @param method in upper case
 * @param path as it was sent, without the query
 * @param headers by their names, whose case does not matter
 * @param body as text, empty if there is none
 */
public record ApiRequest(String method, String path, Map<String, String> headers, String body) {

    public ApiRequest {
        Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(headers);
        headers = ignoringCase;
    }

    /** A header, empty if it is absent or blank. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The body's media type in lower case without parameters, empty if none is named. */
    public String mediaType() {
        return header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** Whether a browser asks. */
    public boolean wantsPage() {
        return header("accept")
                .filter(types -> types.toLowerCase(Locale.ROOT).contains("text/html"))
                .isPresent();
    }

    /** How many bytes the body has. */
    public int size() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
