package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;

/** Webhooks as task services, against a real server; all in one run. */
class WebhookTaskTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private static KeptnProcess.Result result;

    private static final Map<String, String> RECEIVED = new ConcurrentHashMap<>();

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        answer("/ok", 200, "fine", null);
        answer("/json", 200, "{\"result\": \"warning\", \"message\": \"so so\", \"data\": {\"x\": 1}}", null);
        answer("/broken", 500, "out of order", null);
        answer("/away", 302, "", "http://127.0.0.2:" + port + "/ok");
        answer("/metadata", 302, "", "http://169.254.169.254/latest");
        answer("/moved", 307, "", "/ok");
        server.start();
        StringBuilder sequences = new StringBuilder(
                "  - name: dev\n    sequences:\n    - name: delivery\n      tasks: [{name: begin}]\n");
        StringBuilder services = new StringBuilder();
        for (String name : List.of("begin", "ok", "json", "broken", "away", "metadata", "moved", "closed", "refused")) {
            String path = name.equals("begin") || name.equals("refused") ? "ok" : name;
            String url =
                    "http://127.0.0.1:" + (name.equals("closed") ? 1 : port) + "/" + path + "?stage={{data.stage}}";
            String allow = name.equals("refused") ? "" : ", allow: ['127.0.0.1:" + port + "', '127.0.0.1:1']";
            services.append(services.isEmpty() ? "" : "  - ")
                    .append("{name: ")
                    .append(name)
                    .append("-hook, events: [");
            services.append(name)
                    .append(".triggered], hook: '")
                    .append(url)
                    .append("'")
                    .append(allow)
                    .append("}\n");
            if (!name.equals("begin")) {
                sequences.append("    - name: ").append(name).append('\n');
                sequences.append("      triggeredOn: [{event: dev.delivery.finished}]\n");
                sequences.append("      tasks: [{name: ").append(name).append("}]\n");
            }
        }
        result = new Project(folder)
                .stages(sequences.toString())
                .services(services.toString())
                .run();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ok       | pass    | succeeded | ""
        json     | warning | succeeded | so so
        broken   | fail    | succeeded | answered 500: out of order
        moved    | pass    | succeeded | ""
        away     | fail    | errored   | 127.0.0.2
        metadata | fail    | errored   | 169.254.169.254
        closed   | fail    | errored   | webhook:
        refused  | fail    | errored   | allow
        """)
    void endsAsTheAnswerSays(String task, String outcome, String status, String message) {
        Map<String, @Nullable Object> data = result.data(task + ".finished");
        assertThat(data).containsEntry("result", outcome).containsEntry("status", status);
        assertThat(Json.text(data, "message")).contains(message);
        assertThat(result.data("dev." + task + ".finished")).containsEntry("result", outcome);
    }

    @Test
    void postsTheTriggeredEvent() {
        Map<String, @Nullable Object> posted = Json.parseObject(RECEIVED.getOrDefault("/json?stage=dev", "{}"));
        assertThat(posted).isEqualTo(result.events("json.triggered").get(0));
    }

    @Test
    void runFailsWithoutAnInternalError() {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).doesNotContain("internal error", "Exception");
    }

    private static void answer(String path, int status, String body, @Nullable String location) {
        server.createContext(path, exchange -> {
            try (exchange) {
                RECEIVED.put(exchange.getRequestURI().toString(), body(exchange));
                if (location != null) {
                    exchange.getResponseHeaders().add("Location", location);
                }
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
}
