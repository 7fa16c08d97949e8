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

    @Test
    void thereAreCases() throws IOException {
        assertThat(cases()).isNotEmpty();
    }

    private Map<String, @Nullable Object> run(Path file, String database, boolean crashing) throws IOException {
        Map<String, @Nullable Object> json = Json.parseObject(Files.readString(file));
        ScriptedRun run = new ScriptedRun(folder.resolve(database), Json.child(json, "taskResults"), step -> crashing);
        Map<String, @Nullable Object> result =
                run.run(Json.write(json.get("definition")), Json.write(json.getOrDefault("input", Map.of())));
        assertThat(run.timersLeft()).as("timers left").isZero();
        result.put("calls", run.calls());
        return result;
    }
}
