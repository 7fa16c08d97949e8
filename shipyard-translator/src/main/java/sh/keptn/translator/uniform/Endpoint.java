package sh.keptn.translator.uniform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a provider of indicators asks.
 *
 * @param url of the monitoring system, up to the path of its API; empty where the uniform has none
 * @param headers of each request; {@code {{secrets.<name>}}} in a value stands for a secret
 */
public record Endpoint(String url, Map<String, String> headers) {

    /** That of a task service which needs none. */
    public static final Endpoint NONE = new Endpoint("", Map.of());

    public Endpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Only that there is one, as headers may hold what is secret. */
    @Override
    public String toString() {
        return "Endpoint[url=" + url + ", headers=" + headers.keySet() + "]";
    }
}
