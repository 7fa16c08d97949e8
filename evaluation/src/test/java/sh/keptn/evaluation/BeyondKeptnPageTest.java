package sh.keptn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.input.RecordedValues;
import sh.keptn.evaluation.slo.SloParser;

/** The examples of {@code docs/gates-beyond-keptn.md} can be read. */
final class BeyondKeptnPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

    @Test
    void examplesCanBeRead() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("root", ".."), "docs/gates-beyond-keptn.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(examples).hasSize(5);
        for (String example : examples) {
            // Parts of a file need no bands.
            assertThat(findings(example))
                    .as(example)
                    .allMatch(found -> found.code() == DiagnosticCode.TOTAL_SCORE_MISSING);
        }
    }

    private static List<Diagnostic> findings(String example) {
        return example.contains("objectives:")
                ? YamlReader.read("slo.yaml", example).then(SloParser::parse).diagnostics()
                : YamlReader.read("values.yaml", example)
                        .then(RecordedValues::values)
                        .diagnostics();
    }
}
