package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.events.Json;

/** Each {@code src/test/cases/engine/x.json} is an execution, {@code x.expected.json} what becomes of it. */
final class EngineCasesTest {

    private static final Path CASES = Path.of("src/test/cases/engine");
    private static final String EXPECTED = ".expected.json";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> !file.toString().endsWith(EXPECTED))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsAsExpected(Path file) throws IOException {
        String actual = Json.writePretty(run(file, "run.db", false));
        Path golden = Path.of(file.toString().replace(".json", EXPECTED));
        if (!"false".equals(System.getProperty("golden", "false"))) {
            Files.writeString(golden, actual);
        }
        assertThat(golden).exists();
        assertThat(actual).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCrashAfterEachPieceOfWorkChangesNothing(Path file) throws IOException {
        assertThat(Json.writePretty(run(file, "crashed.db", true)))
                .isEqualTo(Json.writePretty(run(file, "smooth.db", false)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatCannotBeWrittenIsMadeUpForLaterAndOnce(Path file) throws IOException {
        List<String> expected = whatHappened(run(file, "undisturbed.db", false));
        for (int first = 1; first <= 4; first++) {
            int from = first;
            Map<String, @Nullable Object> json = Json.parseObject(Files.readString(file));
            ScriptedRun run = new ScriptedRun(
                    folder.resolve("unwritable-" + first + ".db"),
                    Json.child(json, "taskResults"),
                    step -> false,
                    step -> step % 4 == from % 4);
            assertThat(whatHappened(run(json, run)))
                    .as("every fourth piece of work from " + first + ", " + run.failures() + " failures")
                    .isEqualTo(expected);
        }
    }

    /**
     * All but the order and the times, which waiting changes, and that a function has returned: the answer to its token may
     * come before that is made up for.
     */
    private static List<String> whatHappened(Map<String, @Nullable Object> result) {
        Stream<String> events = list(result.get("events"))
                .map(event -> event instanceof Map<?, ?> map ? String.valueOf(map.get("type")) : "")
                .filter(type -> !type.equals("TaskSubmitted"));
        Stream<String> calls = list(result.get("calls")).map(String::valueOf);
        return Stream.concat(
                        Stream.of(String.valueOf(result.get("status"))),
                        Stream.concat(events, calls).sorted())
                .toList();
    }

    private static Stream<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream() : Stream.empty();
    }

    @Test
    void thereAreCases() throws IOException {
        assertThat(cases()).isNotEmpty();
    }

    private Map<String, @Nullable Object> run(Path file, String database, boolean crashing) throws IOException {
        Map<String, @Nullable Object> json = Json.parseObject(Files.readString(file));
        ScriptedRun run = new ScriptedRun(folder.resolve(database), Json.child(json, "taskResults"), step -> crashing);
        Map<String, @Nullable Object> result = run(json, run);
        assertThat(run.timersLeft()).as("timers left").isZero();
        return result;
    }

    private static Map<String, @Nullable Object> run(Map<String, @Nullable Object> json, ScriptedRun run) {
        Map<String, @Nullable Object> result =
                run.run(Json.write(json.get("definition")), Json.write(json.getOrDefault("input", Map.of())));
        result.put("calls", run.calls());
        return result;
    }
}
