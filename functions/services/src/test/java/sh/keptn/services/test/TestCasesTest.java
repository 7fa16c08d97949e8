package sh.keptn.services.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.GoDuration;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;

/**
 * Cases on disk: {@code tests/x.yaml} has {@code task} (its name), {@code properties} of it, {@code data} of the event, {@code
 * resources} by level and path, {@code allow}, {@code timeout}; {@code x.answer} what comes of it against a {@link TestedServer} at
 * {@code URL}, without what no two runs have alike. Scripts of JMeter are results of it, played back. A newcomer adds a case without writing Java.
 */
final class TestCasesTest {

    private static final Path CASES = Path.of("src/test/cases/tests");

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

    private static void check(Path file) throws IOException {
        Path golden = Path.of(file.toString().replaceFirst("\\.yaml$", ".answer"));
        String answer = answer(file);
        if (Boolean.getBoolean("golden")) {
            Files.writeString(golden, answer);
        }
        assertThat(golden).exists();
        assertThat(answer).isEqualTo(Files.readString(golden));
    }

    private static String answer(Path file) throws IOException {
        try (TestedServer server = new TestedServer()) {
            String text = Files.readString(file).replaceAll("\\bURL\\b", server.url());
            YamlNode root = YamlReader.read(file.toString(), text).value().orElseThrow();
            Map<String, @Nullable Object> json = ((YamlNode.Mapping) root).toValue();
            TaskAnswer.Finished answer = (TaskAnswer.Finished) service(json).apply(request(json));
            return text(answer)
                    .replace(server.url(), "URL")
                    .replace("127.0.0.1:" + server.port(), "HOST")
                    .replaceAll("within [0-9.]+ ms", "within N ms");
        }
    }

    private static TestService service(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> resources = Json.child(json, "resources");
        Resources files = (level, uri) -> Optional.ofNullable(
                        Json.child(resources, name(level)).get(uri))
                .map(content -> String.valueOf(content).getBytes(StandardCharsets.UTF_8));
        List<String> allow = json.get("allow") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of("127.0.0.0/8");
        Duration timeout = Optional.ofNullable(Json.text(json, "timeout"))
                .flatMap(GoDuration::of)
                .orElse(Duration.ofMinutes(1));
        return new TestService(
                files, AllowList.parse(allow), Resolver.system(), TestCasesTest::replay, timeout, Clock.systemUTC());
    }

    /** A script that is its own result, or reads it from its file, with the properties that it is given in the place of {@code ${name}}. */
    private static JMeter.Run replay(JMeterScript script, Map<String, String> properties, Duration left)
            throws JMeterException {
        try {
            Path file = Files.createTempFile("results", ".csv");
            byte[] result = script.files().values().stream().findFirst().orElse(script.content());
            String text = new String(result, StandardCharsets.UTF_8);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                text = text.replace("${" + property.getKey() + "}", property.getValue());
            }
            Files.writeString(file, text);
            Optional<JMeterResults> results = JMeterResults.read(file);
            Files.delete(file);
            return new JMeter.Run(
                    results.orElseThrow(() -> new JMeterException("JMeter has sent nothing"))
                            .results(),
                    text.contains("cut"));
        } catch (IOException e) {
            throw new JMeterException("a temporary file", e);
        }
    }

    private static String name(ResourceLevel level) {
        assertThat(level.project()).isEqualTo("sockshop");
        return level.service() != null ? String.valueOf(level.service()) : level.stage() != null ? "stage" : "project";
    }

    private static TaskRequest request(Map<String, @Nullable Object> json) {
        String task = Optional.ofNullable(Json.text(json, "task")).orElse("test");
        Map<String, @Nullable Object> data = new LinkedHashMap<>(Json.child(json, "data"));
        data.put(task, Json.child(json, "properties"));
        TaskRequest request = Requests.of(task, Json.write(data));
        return new TaskRequest(
                request.event(),
                request.sequence(),
                task,
                request.occurrence(),
                Clock.systemUTC().instant().plus(Duration.ofDays(1)));
    }

    private static String text(TaskAnswer.Finished answer) {
        StringBuilder text = new StringBuilder();
        text.append(answer.result()).append(' ').append(answer.status()).append('\n');
        text.append(answer.message()).append('\n');
        Map<String, @Nullable Object> test = Json.child(answer.data(), "test");
        String key = Json.text(test, "measured");
        if (key != null) {
            assertThat(String.valueOf(test.get("start")) + test.get("end"))
                    .matches("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z){2}");
            Map<String, @Nullable Object> results = Json.child(Json.child(test, "results"), key);
            text.append(key).append(": ").append(results.get("url")).append('\n');
            text.append(figures("all", results));
            if (results.get("steps") instanceof List<?> steps) {
                steps.forEach(step -> text.append(
                        figures(String.valueOf(((Map<?, ?>) step).get("name")), Json.object((Map<?, ?>) step))));
            }
        }
        return text.toString();
    }

    private static String figures(String name, Map<String, @Nullable Object> measured) {
        return "  " + name + ": " + measured.get("requests") + " requests, " + measured.get("errors") + " errors "
                + Json.write(measured.get("failures")) + "\n";
    }
}
