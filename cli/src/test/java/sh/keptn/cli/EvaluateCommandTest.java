package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.cli.terminal.Terminal;

/** Each case is a folder: what is evaluated, and what people and programs are told about it. */
class EvaluateCommandTest {

    private static final Path CASES = Path.of("src/test/cases/evaluate");

    /** Options by the file that they take. */
    private static final Map<String, String> OPTIONS = Map.of(
            "case.json", "--case", "slo.yaml", "--slo", "values.yaml", "--sli-values", "previous.json", "--previous");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> found = Files.list(CASES)) {
            List<Path> folders = found.sorted().toList();
            assertThat(folders).isNotEmpty();
            return folders.stream()
                    .map(folder -> DynamicTest.dynamicTest(String.valueOf(folder.getFileName()), () -> check(folder)));
        }
    }

    private void check(Path folder) throws IOException {
        take(err);
        List<String> arguments = new ArrayList<>(List.of("evaluate"));
        OPTIONS.forEach((file, option) -> {
            if (Files.exists(folder.resolve(file))) {
                arguments.addAll(List.of(option, folder.resolve(file).toString()));
            }
        });
        int exitCode = keptn(arguments);
        String told = take(err);
        arguments.add("--explain");
        take(out);
        assertThat(keptn(arguments)).isEqualTo(exitCode);
        GoldenFile.check(
                folder.resolve("expected.txt"),
                take(out) + (told.isEmpty() ? "" : "--- on stderr\n" + told) + "exit code " + exitCode + "\n");
        arguments.addAll(List.of("--output", "json"));
        assertThat(keptn(arguments)).isEqualTo(exitCode);
        GoldenFile.check(folder.resolve("expected.json"), take(out));
    }

    @Test
    void withoutExplainThereIsTheVerdictOnly() {
        Path folder = CASES.resolve("case-key-sli");
        assertThat(keptn(List.of("evaluate", "--case", folder + "/case.json"))).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "fail, score 99",
                        "Evaluation failed due to key_sli objective '': failed evaluation with score 0.000000");
    }

    /** The files of the page give what the page says they give. */
    @Test
    void theExampleOfTheDocumentationIsTrue(@TempDir Path folder) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("root", ".."), "docs/quality-gates.md"));
        Matcher files =
                Pattern.compile("(?ms)^```yaml\n(# ([\\w-]+\\.yaml)\n.*?)^```").matcher(page);
        while (files.find()) {
            Files.writeString(folder.resolve(files.group(2)), files.group(1));
        }
        Matcher expected =
                Pattern.compile("(?ms)^```text\n(fail, score.*?)^```").matcher(page);
        assertThat(expected.find()).isTrue();
        assertThat(keptn(List.of(
                        "evaluate",
                        "--slo",
                        folder + "/slo.yaml",
                        "--sli-values",
                        folder + "/values.yaml",
                        "--previous",
                        folder + "/previous.yaml",
                        "--explain")))
                .isEqualTo(1);
        assertThat(out.toString()).isEqualToNormalizingNewlines(expected.group(1));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluate | there is nothing to evaluate: give --slo and --sli-values, or --case",
                "evaluate --slo x | there is nothing to evaluate: give --slo and --sli-values, or --case",
                "evaluate --case x --slo y | --case has everything in it; leave out --slo, --sli-values and --previous",
                "evaluate --case no/such.json | cannot read `no/such.json`: there is no such file",
                "evaluate --case src | cannot read `src`: this is a folder, a file was expected"
            })
    void wrongUsage(String arguments, String message) {
        assertThat(keptn(List.of(arguments.split(" ", -1)))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("error: " + message + System.lineSeparator());
    }

    private int keptn(List<String> arguments) {
        return Keptn.run(
                Terminal.NONE,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    private static String take(StringWriter writer) {
        String text = writer.toString();
        writer.getBuffer().setLength(0);
        return text;
    }
}
