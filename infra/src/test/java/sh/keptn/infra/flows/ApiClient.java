package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Somebody who asks the HTTP API. */
final class ApiClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    /** @param url of the API, without a slash at the end */
    ApiClient(String url) {
        this.url = url;
    }

    /**
     * Asks the API.
     *
     * @param where whole URL, or the path of an operation
     * @param body null for a GET, else a POST
     * @param headers names and values by turns
     */
    HttpResponse<String> ask(String where, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(where.startsWith("/") ? url + where : where))
                .timeout(Account.PATIENCE);
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
