package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.DiagnosticCode;

/** The page of all findings against the codes themselves. */
final class FindingsPageTest {

    private static final Path PAGE = Path.of("../docs/diagnostics.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<code>[a-z0-9.-]+)` \\| (?<severity>error|warning|info) \\| [^|]+ \\| [^|]+ \\|");

    @Test
    void thePageHasEachCodeWithItsSeverityInTheOrderOfTheCodes() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group("code") + " " + row.group("severity"))
                .toList();
        assertThat(rows)
                .isEqualTo(Arrays.stream(DiagnosticCode.values())
                        .map(code -> code.id() + " " + code.severity().word())
                        .toList());
    }
}
