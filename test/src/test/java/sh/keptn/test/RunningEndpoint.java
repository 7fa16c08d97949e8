package sh.keptn.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** A process of {@code keptn standalone --aws-endpoint} that is ready. */
final class RunningEndpoint implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KeptnProcess process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningEndpoint(KeptnProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one on a free port and waits until it says that it is ready. */
    static RunningEndpoint start(Path dataFolder, String... options) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("standalone", "--aws-endpoint", "0", "--data-dir", dataFolder.toString()));
        arguments.addAll(List.of(options));
        KeptnProcess process =
                KeptnProcess.start(Path.of("").toAbsolutePath(), List.of(), arguments.toArray(new String[0]));
        String line = process.readLine();
        if (line == null || !line.startsWith("ready http://")) {
            throw new AssertionError("printed " + line + " " + process.end().err());
        }
        return new RunningEndpoint(process, line.substring("ready ".length()));
    }

    String url() {
        return url;
    }

    KeptnProcess process() {
        return process;
    }

    /** Calls an operation that has to work. */
    Map<String, @Nullable Object> call(String target, Map<String, ?> members) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("X-Amz-Target", target)
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(members)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(target + " " + response.body());
        }
        return Json.parseObject(response.body());
    }

    /** Waits as a runtime of the function for its next invocation, answers it with {@code {}}, and returns its payload. */
    Map<String, @Nullable Object> invocation(String function) throws IOException, InterruptedException {
        String invocations = url + "/runtime/" + function + "/2018-06-01/runtime/invocation/";
        HttpResponse<String> next = http.send(
                HttpRequest.newBuilder(URI.create(invocations + "next"))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
        http.send(
                HttpRequest.newBuilder(URI.create(invocations + id + "/response"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return Json.parseObject(next.body());
    }

    /** Ends it as {@code kill -9} does. */
    @Override
    public void close() {
        process.close();
    }
}
