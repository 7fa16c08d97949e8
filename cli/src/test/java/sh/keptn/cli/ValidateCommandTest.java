package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;

/** Each case is a file, with what people and programs read about it. */
class ValidateCommandTest {

    private static final Path CASES = Path.of("src/test/cases/validate");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(CASES)) {
            files = found.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private void check(Path file) throws IOException {
        int exitCode = keptn("validate", file.toString());
        GoldenFile.check(Path.of(file + ".txt"), take(out) + "exit code " + exitCode + "\n");
        assertThat(keptn("validate", "--output", "json", file.toString())).isEqualTo(exitCode);
        GoldenFile.check(Path.of(file + ".json"), take(out));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void missingFileIsAFindingAndTheOthersAreStillChecked() {
        String good = CASES.resolve("uniform-good.yaml").toString();
        assertThat(keptn("validate", "--output=json", "no/such/slo.yaml", good)).isEqualTo(1);
        assertThat(String.valueOf(Json.parseObject(out.toString()).get("files")))
                .contains("file=no/such/slo.yaml, kind=slo, valid=false")
                .contains("code=file-unreadable, line=1, column=1, message=there is no such file")
                .contains("file=" + good + ", kind=uniform, valid=true");
    }

    @Test
    void kindOverridesWhatTheFileLooksLike() {
        String uniform = CASES.resolve("uniform-good.yaml").toString();
        assertThat(keptn("validate", "--kind", "shipyard", uniform)).isEqualTo(1);
        assertThat(out.toString()).contains("invalid shipyard");
    }

    @Test
    void folderIsNoFile() {
        assertThat(keptn("validate", CASES.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("[file-unreadable] this is a folder");
    }

    @Test
    void wrongUsage() {
        assertThat(keptn("validate")).isEqualTo(2);
        assertThat(keptn("validate", "--kind", "boat", "x.yaml")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(4);
    }

    private int keptn(String... arguments) {
        return Keptn.run(Terminal.NONE, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static String take(StringWriter writer) {
        String text = writer.toString();
        writer.getBuffer().setLength(0);
        return text;
    }
}
