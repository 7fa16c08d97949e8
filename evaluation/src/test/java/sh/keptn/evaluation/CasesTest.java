package sh.keptn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.input.EvaluationCase;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.evaluation.score.Explanation;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.events.Json;

/** Cases on disk: {@code x.yaml} evaluates to {@code x.json} and is explained by {@code x.txt}; {@code -Dgolden} writes both. */
final class CasesTest {

    private static final Path CASES = Path.of("src/test/cases");
    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

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
        Checked<EvaluationCase> read =
                YamlReader.read(file.toString(), Files.readAllBytes(file)).then(EvaluationCase::parse);
        assertThat(read.value()).as(read.diagnostics().toString()).isPresent();
        EvaluationCase each = read.value().orElseThrow();
        Checked<Optional<Slo>> objectives = each.objectives("slo.yaml");
        Slo slo = objectives.value().orElseThrow().orElseThrow();
        Evaluation evaluation = each.evaluate(objectives);
        Explanation explanation = new Explanation(slo, evaluation);
        Map<String, @Nullable Object> json = EvaluationJson.of(evaluation);
        json.put("explanation", explanation.json());
        compare(file, ".json", Json.writePretty(json));
        compare(file, ".txt", String.join("\n", explanation.lines()) + "\n");
    }

    private static void compare(Path file, String ending, String actual) throws IOException {
        Path golden = Path.of(file.toString().replace(".yaml", ending));
        if (REWRITE) {
            Files.writeString(golden, actual);
        }
        assertThat(golden).isRegularFile();
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
