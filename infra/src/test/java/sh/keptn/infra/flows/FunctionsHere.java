package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Log;

/**
 * Functions in this process that ask Lambda's runtime API for their work ("Using the Lambda runtime API for custom runtimes"),
 * as their processes do.
 */
final class FunctionsHere implements AutoCloseable {

    private static final Duration TIME = Duration.ofMinutes(1);

    private final String runtimeApi;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param runtimeApi where the runtime APIs of all functions are, up to their names */
    FunctionsHere(String runtimeApi) {
        this.runtimeApi = runtimeApi;
    }

    /**
     * Starts one.
     *
     * @param atOnce how many invocations it works on at the same time
     */
    void start(String name, LambdaFunction function, int atOnce) {
        String invocations = runtimeApi + name + "/2018-06-01/runtime/invocation/";
        for (int i = 0; i < atOnce; i++) {
            threads.execute(() -> work(name, function, invocations));
        }
    }

    private void work(String name, LambdaFunction function, String invocations) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                HttpResponse<String> next = send(
                        HttpRequest.newBuilder(URI.create(invocations + "next")).build());
                String id = next.headers()
                        .firstValue("Lambda-Runtime-Aws-Request-Id")
                        .orElseThrow();
                String arn = next.headers()
                        .firstValue("Lambda-Runtime-Invoked-Function-Arn")
                        .orElse("");
                Invocation invocation = new Invocation(id, arn, () -> TIME, new Log(line -> {}, name, id));
                String path;
                String answer;
                try {
                    answer = Json.write(function.apply(Json.parseObject(next.body()), invocation));
                    path = "/response";
                } catch (RuntimeException e) {
                    answer = failure(e);
                    path = "/error";
                }
                send(HttpRequest.newBuilder(URI.create(invocations + id + path))
                        .POST(HttpRequest.BodyPublishers.ofString(answer))
                        .build());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The endpoint is closed before its functions are.
            throw new UncheckedIOException(e);
        }
    }

    private static String failure(RuntimeException e) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("errorMessage", String.valueOf(e.getMessage()));
        json.put("errorType", e.getClass().getName());
        return Json.write(json);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
