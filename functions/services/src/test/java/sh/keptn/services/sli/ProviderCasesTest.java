package sh.keptn.services.sli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.SliRequest.Indicator;
import sh.keptn.services.sli.monitoring.MonitoringSystems;

/**
 * What monitoring systems are asked and what their answers mean: {@code cases/sli/<builtin>.yaml} has queries and what a server
 * answers, in the shape that the named page shows; {@code <builtin>.txt} has what the server saw and what came of it, and {@code
 * -Dgolden} writes it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProviderCasesTest {

    private static final Path CASES = Path.of("src/test/cases/sli");
    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterAll
    void stop() {
        threads.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(cases).isNotEmpty();
            return cases.stream()
                    .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> check(file)));
        }
    }

    private void check(Path file) throws IOException {
        YamlNode yaml = YamlReader.read(file.toString(), Files.readAllBytes(file))
                .value()
                .orElseThrow();
        Map<String, @Nullable Object> json = Json.object((Map<?, ?>) Objects.requireNonNull(yaml.toValue()));
        String builtin = String.valueOf(file.getFileName()).replace(".yaml", "");
        StringBuilder actual = new StringBuilder();
        for (Object each : list(json, "cases")) {
            Map<String, @Nullable Object> single = Json.object((Map<?, ?>) each);
            actual.append("== ").append(single.get("name")).append('\n');
            actual.append(play(builtin, json, single)).append('\n');
        }
        Path golden = Path.of(file.toString().replace(".yaml", ".txt"));
        if (REWRITE) {
            Files.writeString(golden, actual);
        }
        assertThat(golden).isRegularFile();
        assertThat(actual.toString()).isEqualTo(Files.readString(golden));
    }

    private String play(String builtin, Map<String, @Nullable Object> file, Map<String, @Nullable Object> single)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        Json.child(file, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Deque<Map<String, @Nullable Object>> answers = new ArrayDeque<>();
        list(single, "answers").forEach(answer -> answers.add(Json.object((Map<?, ?>) answer)));
        StringJoiner seen = new StringJoiner("\n", "", "\n").setEmptyValue("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, headers, seen, answers.poll()));
        server.start();
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            Duration timeout = single.containsKey("timeout") ? Duration.ofMillis(500) : null;
            SliValue value = new MonitoringSystems(
                            ProviderCasesTest::secret, Resolver.system(), Map.of(), Requests.CLOCK)
                    .find(
                            builtin,
                            origin + Objects.requireNonNullElse(single.get("base"), ""),
                            headers,
                            AllowList.parse(List.of("127.0.0.1")),
                            timeout)
                    .orElseThrow()
                    .values(SliRequests.of(new Indicator("i", (String) single.get("query"))))
                    .values()
                    .get(0);
            String outcome =
                    value.isSuccess() ? "value " + GoFloat.format(value.value()) : "no value: " + value.message();
            assertThat(outcome).doesNotContain("s3cr3t");
            return (seen + outcome + "\n").replace(origin, "http://server");
        } finally {
            server.stop(0);
        }
    }

    private static List<?> list(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }

    private static long number(Map<String, @Nullable Object> json, String key, long otherwise) {
        return json.get(key) instanceof Number number ? number.longValue() : otherwise;
    }

    private static Optional<String> secret(String name) {
        return name.equals("token") ? Optional.of("s3cr3t\n") : Optional.empty();
    }

    private static void answer(
            HttpExchange exchange,
            Map<String, String> headers,
            StringJoiner seen,
            @Nullable Map<String, @Nullable Object> answer)
            throws IOException {
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        headers.keySet()
                .forEach(name ->
                        seen.add(name + ": " + exchange.getRequestHeaders().getFirst(name)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.isEmpty()) {
            seen.add("Content-Type: " + exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.add(body);
        }
        if (answer == null || answer.containsKey("silent")) {
            return;
        }
        if (answer.containsKey("closes")) {
            exchange.close();
            return;
        }
        Json.child(answer, "headers")
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, String.valueOf(value)));
        byte[] bytes = String.valueOf(Objects.requireNonNullElse(answer.get("body"), ""))
                .repeat((int) number(answer, "times", 1))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders((int) number(answer, "status", 200), 0);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
