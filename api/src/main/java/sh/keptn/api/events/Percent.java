package sh.keptn.api.events;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import sh.keptn.api.http.ApiException;

/** Percent-encoded header values ("HTTP Protocol Binding for CloudEvents", 3.1.3.2). */
final class Percent {

    private Percent() {}

    static String decode(String value) {
        try {
            // Unlike in forms, a plus is a plus.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "a header ce-... is not percent-encoded as it should be", e);
        }
    }
}
