package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Executions recorded from Step Functions. */
final class RecordedExecutionsTest {

    private static final Set<String> MASKS = Set.of("date", "timestamp");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TestFactory
    List<DynamicTest> recordedExecutions() throws IOException {
        Path recordings = Path.of(System.getProperty("corpus", "none")).resolve("asl");
        assumeTrue(Files.isDirectory(recordings), "the corpus of recorded executions is not here");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(recordings)) {
            for (Path file : files.sorted().toList()) {
                Map<String, @Nullable Object> recording = Json.parseObject(Files.readString(file));
                if (recording.containsKey("definition")) {
                    tests.add(DynamicTest.dynamicTest(
                            String.valueOf(recording.get("name")), () -> check(recording, tests.size())));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    private void check(Map<String, @Nullable Object> recording, int number) {
        Path file = folder.resolve(String.valueOf(recording.get("name")).hashCode() + "-" + number + ".db");
        ScriptedRun run = new ScriptedRun(file, Json.child(recording, "taskResults"), step -> false);
        Map<String, @Nullable Object> actual =
                run.run(Json.write(recording.get("definition")), Json.write(recording.get("input")));
        List<String> differences = new ArrayList<>();
        compare("status", recording.get("expectedStatus"), actual.get("status"), differences);
        compare("output", recording.get("expectedOutput"), actual.get("output"), differences);
        compare("error", recording.get("expectedError"), actual.get("error"), differences);
        compare("cause", recording.get("expectedCause"), actual.get("cause"), differences);
        compare("events", recording.get("expectedEvents"), actual.get("events"), differences);
        assertThat(differences).isEmpty();
    }

    private static void compare(
            String path, @Nullable Object expected, @Nullable Object actual, List<String> differences) {
        if (expected instanceof Map<?, ?> map && actual instanceof Map<?, ?> other) {
            map.forEach((key, value) -> {
                // The role is not ours; a function's name is masked without brackets.
                boolean ignored = key.equals("roleArn") || path.endsWith("lambdaFunctionScheduledEventDetails");
                if (!ignored) {
                    compare(path + "." + key, value, other.get(key), differences);
                }
            });
            if (!map.keySet().containsAll(other.keySet())) {
                differences.add(path + ": expected the keys " + map.keySet() + " but found " + other.keySet());
            }
        } else if (expected instanceof List<?> list && actual instanceof List<?> other && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) {
                compare(path + "[" + i + "]", list.get(i), other.get(i), differences);
            }
        } else if (!(expected instanceof String text && matches(text, actual))
                && !Json.write(expected).equals(Json.write(actual))) {
            differences.add(path + ": expected " + Json.write(expected) + " but found " + Json.write(actual));
        }
    }

    /** Placeholders stand for anything, whole values that were masked too. */
    private static boolean matches(String expected, @Nullable Object actual) {
        if (MASKS.contains(expected) || PLACEHOLDER.matcher(expected).matches()) {
            return true;
        }
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        for (var found = PLACEHOLDER.matcher(expected); found.find(); end = found.end()) {
            pattern.append(Pattern.quote(expected.substring(end, found.start())))
                    .append(".*");
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        return actual instanceof String text
                && Pattern.compile(pattern.toString(), Pattern.DOTALL)
                        .matcher(text)
                        .matches();
    }
}
