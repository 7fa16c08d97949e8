package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Many small files in few: each table in {@code cases/tables} has cases of {@code ### what is special about it}, a file, and
 * a line {@code >>> line:column severity code} for each of its findings, or {@code >>>} alone where there is none. A table
 * whose name begins with {@code uniform} has uniforms, one whose name begins with {@code connections} has connections, the others have
 * shipyards.
 */
final class TableCasesTest {

    private static final Path TABLES = Path.of("src/test/cases/tables");
    private static final String TITLE = "### ";
    private static final String FINDING = ">>>";

    record Case(String title, String file) {}

    @TestFactory
    Stream<DynamicTest> tables() throws IOException {
        try (Stream<Path> files = Files.list(TABLES)) {
            List<Path> tables = files.sorted().toList();
            assertThat(tables).isNotEmpty();
            return tables.stream()
                    .map(table -> DynamicTest.dynamicTest(String.valueOf(table.getFileName()), () -> check(table)));
        }
    }

    private static void check(Path table) throws IOException {
        FileKind kind = kind(table);
        List<Case> cases = cases(Files.readString(table));
        assertThat(cases.stream().map(Case::title)).doesNotHaveDuplicates();
        GoldenFiles.compare(
                table,
                cases.stream()
                        .map(each -> TITLE + each.title() + "\n" + each.file() + findings(each, kind))
                        .collect(Collectors.joining()));
    }

    static FileKind kind(Path table) {
        String name = String.valueOf(table.getFileName());
        if (name.startsWith("uniform")) {
            return FileKind.UNIFORM;
        }
        return name.startsWith("connections") ? FileKind.CONNECTIONS : FileKind.SHIPYARD;
    }

    static List<Case> cases(String text) {
        List<Case> cases = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        String title = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(TITLE)) {
                title = line.substring(TITLE.length());
                file.setLength(0);
            } else if (!line.startsWith(FINDING)) {
                file.append(line).append('\n');
            } else if (!file.isEmpty()) {
                cases.add(new Case(title, file.toString()));
                file.setLength(0);
            }
        }
        return cases;
    }

    private static String findings(Case each, FileKind kind) {
        String found = Validation.of("x", each.file().getBytes(StandardCharsets.UTF_8), kind).diagnostics().stream()
                .map(finding -> "%s %d:%d %s %s%n"
                        .formatted(
                                FINDING,
                                finding.position().line(),
                                finding.position().column(),
                                finding.severity().word(),
                                finding.code().id()))
                .collect(Collectors.joining());
        return found.isEmpty() ? FINDING + "\n" : found;
    }
}
