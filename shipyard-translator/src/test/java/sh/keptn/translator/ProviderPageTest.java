package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.sli.SliFile;
import sh.keptn.evaluation.sli.SliParser;
import sh.keptn.translator.check.Checks;
import sh.keptn.translator.parse.Parsed;
import sh.keptn.translator.parse.UniformParser;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Uniform;

/** The page of the providers of indicators: each has a row and an example, and nothing is wrong with the examples. */
final class ProviderPageTest {

    private static final Path PAGE = Path.of("../docs/sli-providers.md");
    private static final Pattern FILE = Pattern.compile("(?ms)^```yaml\n# (?<name>\\S+)\n(?<text>.*?)^```");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[`(?<builtin>[a-z-]+)`\\]");

    @Test
    void eachProviderHasARowAndAnExample() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(ROW.matcher(page).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(BuiltIns.providers());
        assertThat(FILE.matcher(page).results().map(file -> file.group(1)))
                .containsAll(BuiltIns.providers().stream()
                        .map(name -> name + "/sli.yaml")
                        .toList());
    }

    @Test
    void nothingIsWrongWithTheExamples() throws IOException {
        List<Diagnostic> found = new ArrayList<>();
        Matcher file = FILE.matcher(Files.readString(PAGE));
        while (file.find()) {
            found.addAll(findings(file.group("name"), file.group("text")));
        }
        assertThat(found).isEmpty();
    }

    private static List<Diagnostic> findings(String name, String text) {
        if (name.endsWith("sli.yaml")) {
            Checked<SliFile> read = YamlReader.read(name, text).then(SliParser::parse);
            return read.diagnostics();
        }
        Parsed<Uniform> uniform =
                UniformParser.parse(YamlReader.read(name, text).value().orElseThrow());
        List<Diagnostic> all = new ArrayList<>(uniform.diagnostics());
        all.addAll(Checks.of(uniform.value()));
        return all;
    }
}
