package sh.keptn.services.http;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request.
 *
 * @param method such as {@code GET}
 * @param headers besides those that the client sets itself; they may hold secrets, so that no message shows them
 * @param contentType of the body; empty where there is none
 * @param timeout for all of it, redirects and the answer's body too; the look-up of names is not interrupted
 * @param answerLimit how many bytes of the answer's body are read
 */
public record OutgoingRequest(
        String method,
        String url,
        Map<String, String> headers,
        String contentType,
        String body,
        Duration timeout,
        int answerLimit) {

    /** How many bytes of an answer are read where nobody says otherwise. */
    public static final int ANSWER_LIMIT = 64 * 1024;

    public OutgoingRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A POST without further headers. */
    public static OutgoingRequest post(String url, String contentType, String body, Duration timeout) {
        return new OutgoingRequest("POST", url, Map.of(), contentType, body, timeout, ANSWER_LIMIT);
    }

    /** A GET. */
    public static OutgoingRequest get(String url, Map<String, String> headers, Duration timeout, int answerLimit) {
        return new OutgoingRequest("GET", url, headers, "", "", timeout, answerLimit);
    }

    /** The same without its headers. */
    OutgoingRequest withoutHeaders() {
        return new OutgoingRequest(method, url, Map.of(), contentType, body, timeout, answerLimit);
    }

    /** A GET with the same headers. */
    OutgoingRequest asGet() {
        return get(url, headers, timeout, answerLimit);
    }

    /** Says nothing of what may be secret. */
    @Override
    public String toString() {
        return method + " request";
    }
}
