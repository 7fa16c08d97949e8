package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;

/**
 * Quality gates from outside. Each case is a folder with a project and {@code steps.txt}: one command a line; {@code
 * run N} is the run of a build, and {@code $ID-N} the id of the last evaluation in it. The folder {@code common} has what a case does not have itself. {@code expected.txt} has what all commands
 * said, and of a run what providers were asked by events, how its evaluations waited, how they and sequences ended, what its releases were told of the
 * former, and for whom it waits.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the providers are programs of a POSIX system")
class GatesTest {

    private static final Path CASES = Path.of("src/test/cases/gates");
    private static final String COMMON = "common";
    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-00000000000";

    private static final Pattern LATENCY = Pattern.compile(
            "latency\\{service=\"carts\",handler=\"items\",build=\"(\\d)\"}\\[300s]\\)&time=1767225900$");

    private static HttpServer server;

    private final Map<String, String> ids = new LinkedHashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    /** A provider that is a webhook: answers with the file of the case that the request names. */
    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, @Nullable Object> event =
                    Json.parseObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Map<String, @Nullable Object> asked = Json.child(Json.child(event, "data"), "get-sli");
            List<Object> values = new ArrayList<>();
            Json.child(asked, "queries")
                    .forEach((name, query) -> values.add(Map.of(
                            "metric", name, "value", String.valueOf(query).length(), "success", true)));
            byte[] answer = Json.write(
                            Map.of("result", "pass", "data", Map.of("get-sli", Map.of("indicatorValues", values))))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/api/v1/query", GatesTest::measure);
        server.start();
    }

    /** A Prometheus: each build is slower by 300 ms, and nothing has failed. */
    private static void measure(HttpExchange exchange) throws IOException {
        String form = URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Matcher latency = LATENCY.matcher(form);
        String value = latency.find() ? String.valueOf(300 * Integer.parseInt(latency.group(1))) : "0";
        byte[] answer =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"%s\"]}]}}"
                        .formatted(value)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> found = Files.list(CASES)) {
            List<Path> folders =
                    found.filter(folder -> !folder.endsWith(COMMON)).sorted().toList();
            assertThat(folders).isNotEmpty();
            return folders.stream()
                    .map(folder -> DynamicTest.dynamicTest(String.valueOf(folder.getFileName()), () -> check(folder)));
        }
    }

    private void check(Path folder) throws IOException {
        Path project = work.resolve(String.valueOf(folder.getFileName()));
        copy(CASES.resolve(COMMON), project);
        copy(folder, project);
        StringBuilder seen = new StringBuilder();
        for (String step : Files.readAllLines(folder.resolve("steps.txt"))) {
            seen.append("$ ")
                    .append(step)
                    .append('\n')
                    .append(told(project, step))
                    .append('\n');
        }
        GoldenFile.check(
                folder.resolve("expected.txt"),
                seen.toString()
                        .replace(work.toString(), "WORK")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                        .replaceAll("(\"time\": \"| in )\\d+s", "$1DURATION"));
    }

    private String told(Path project, String step) {
        List<String> arguments = new ArrayList<>();
        for (String word : step.split(" ", -1)) {
            arguments.add(
                    word.startsWith("$ID-")
                            ? String.valueOf(ids.get(word.substring(4)))
                            : word.replace(
                                            "SLO",
                                            project.resolve("other-slo.yaml").toString())
                                    .replace("FILES", project.toString())
                                    .replace(
                                            "ANSWERS",
                                            project.resolve("answers.json").toString()));
        }
        boolean isRun = arguments.get(0).equals("run");
        String build = isRun ? arguments.remove(1) : "";
        if (isRun) {
            arguments.addAll(
                    List.of("--shipyard", project.resolve("shipyard.yaml").toString()));
            arguments.addAll(
                    List.of("--uniform", project.resolve("uniform.yaml").toString()));
            arguments.addAll(List.of("--project", "shop", "--service", "carts", "--output", "json"));
            arguments.addAll(List.of("--context", CONTEXT + build, "--label", "buildId=" + build));
        }
        arguments.addAll(List.of("--data-dir", project.resolve("data").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Keptn.run(
                Terminal.NONE,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
        boolean waits = isRun && exitCode == 3;
        String said = err.toString().isEmpty() || (isRun && !waits) ? "" : "--- on stderr\n" + err;
        return (isRun ? events(build, out.toString()) : out) + said + "exit code " + exitCode + "\n";
    }

    /** How the evaluations and sequences of a run have ended. */
    private String events(String build, String lines) {
        StringBuilder text = new StringBuilder();
        lines.lines().map(Json::parseObject).forEach(event -> {
            String type = String.valueOf(event.get("type")).substring("sh.keptn.event.".length());
            Map<String, @Nullable Object> data = new LinkedHashMap<>(Json.child(event, "data"));
            if (type.equals("evaluation.finished")) {
                ids.put(build, String.valueOf(event.get("id")));
                text.append(type)
                        .append(' ')
                        .append(event.get("id"))
                        .append(' ')
                        .append(Json.writePretty(data));
            } else if (type.equals("evaluation.status.changed")) {
                text.append("%s: %s%n".formatted(type, data.get("message")));
            } else if (type.equals("release.triggered")) {
                Map<String, @Nullable Object> told = Json.child(data, "evaluation");
                text.append("%s after %s, compared with %s%n"
                        .formatted(type, told.get("score"), told.get("comparedEvents")));
            } else if (type.startsWith("get-sli.")) {
                text.append(type)
                        .append(" from ")
                        .append(event.get("source"))
                        .append(' ')
                        .append(Json.writePretty(data))
                        .append('\n');
            } else if (type.endsWith(".finished")
                    && type.chars().filter(c -> c == '.').count() == 2) {
                text.append(type).append(' ').append(data.get("result")).append('\n');
            }
        });
        return text.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Files.readString(file)
                                .replace(
                                        "PORT",
                                        String.valueOf(server.getAddress().getPort())));
            }
        }
    }
}
