package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.cli.run.KeptContexts;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;

/**
 * What {@code keptn sequence status} prints, for people and as JSON, in the states of {@code src/test/cases/status/states.yaml}:
 * each is reached by commands, and shown as in the file of its name. Instants and durations are masked.
 */
class SequenceStatusTest {

    private static final Path CASES = Path.of("src/test/cases/status").toAbsolutePath();
    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11";
    private static final String OTHER = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c22";
    private static final Duration MONTH = Duration.ofDays(31);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Duration passed = Duration.ZERO;

    static Stream<Map<String, @Nullable Object>> states() throws IOException {
        Map<String, @Nullable Object> cases = ((YamlNode.Mapping)
                        YamlReader.read("states.yaml", Files.readAllBytes(CASES.resolve("states.yaml")))
                                .value()
                                .orElseThrow())
                .toValue();
        return ((List<?>) cases.getOrDefault("states", List.of()))
                .stream().map(state -> Json.object((Map<?, ?>) state));
    }

    @ParameterizedTest
    @MethodSource("states")
    void showsHowFarARunIs(Map<String, @Nullable Object> state) throws IOException {
        for (Object step : (List<?>) state.getOrDefault("steps", List.of())) {
            take(String.valueOf(step));
        }
        SequenceReport report = report();
        GoldenFile.check(
                CASES.resolve(String.valueOf(state.get("state")).replace(' ', '-') + ".txt"),
                masked(String.join("\n", report.lines()) + "\n\n" + Json.writePretty(report.json()) + "\n"));
    }

    /** {@code [other] run SEQUENCE [ANSWERS]}, {@code later}, or a command of {@code keptn sequence}. */
    private void take(String step) {
        List<String> words = new ArrayList<>(List.of(step.split(" ", -1)));
        String context = words.remove("other") ? OTHER : CONTEXT;
        switch (words.get(0)) {
            case "run" -> run(context, words.get(1), words.size() > 2 ? words.get(2) : null);
            case "later" -> passed = passed.plus(MONTH);
            default ->
                assertThat(keptn("sequence", words.get(0), "--data-dir", folder.toString(), "--context", context)
                                .exitCode())
                        .as(step)
                        .isZero();
        }
    }

    private void run(String context, String sequence, @Nullable String answers) {
        List<String> arguments = new ArrayList<>(List.of("run", "--project", "shop", "--service", "carts"));
        arguments.addAll(List.of("--shipyard", CASES.resolve("shipyard.yaml").toString()));
        arguments.addAll(List.of("--uniform", CASES.resolve("uniform.yaml").toString()));
        arguments.addAll(List.of("--data-dir", folder.toString(), "--context", context));
        arguments.addAll(List.of("--sequence", sequence.replace("~", ""), "--output", "json"));
        if (sequence.endsWith("~")) {
            arguments.add("--simulate");
        }
        if (answers != null) {
            arguments.addAll(List.of("--answers", CASES.resolve(answers).toString()));
        }
        Result result = keptn(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isNotEqualTo(2);
    }

    /** What the command prints of the context when so much time has passed. */
    private SequenceReport report() {
        try (KeptContexts contexts = KeptContexts.open(folder)) {
            KeptContexts.Kept kept = new KeptContexts.Kept("shop", CONTEXT);
            return new SequenceReport(
                    contexts.control().status(kept.project(), kept.context()).orElseThrow(),
                    null,
                    contexts.isSimulated(kept).orElse(null),
                    Instant.now().plus(passed));
        }
    }

    private static String masked(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll("PT[0-9.HMS]+", "<duration>")
                .replaceAll("\\b(\\d+ (h|min) )?\\d+(\\.\\d)? (s|min)\\b", "<duration>");
    }

    private record Result(int exitCode, String out, String err) {}

    private static Result keptn(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Keptn.run(Terminal.NONE, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
