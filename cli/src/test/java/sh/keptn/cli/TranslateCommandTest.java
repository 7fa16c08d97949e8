package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;

class TranslateCommandTest {

    private static final String EXAMPLE = "../examples/carts/";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void writesMachinesRulesAndPlan() throws IOException {
        assertThat(translate(EXAMPLE + "shipyard.yaml", folder.toString())).isZero();
        assertThat(files()).contains("plan.json", "rules.json").hasSize(5);
        assertThat(files())
                .filteredOn(file -> file.startsWith("state-machines/"))
                .hasSize(3)
                .allMatch(file -> file.endsWith(".asl.json"));
        assertThat(Json.parseObject(Files.readString(folder.resolve("plan.json"))))
                .containsEntry("project", "shop");
        assertThat(out.toString()).startsWith("3 state machines and ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void errorsGoToStderrAndNothingIsWritten() throws IOException {
        assertThat(translate("src/test/cases/validate/shipyard-broken.yaml", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error [").contains("nothing was written");
        assertThat(files()).isEmpty();
    }

    @Test
    void missingShipyardIsOneLine() {
        assertThat(translate("none.yaml", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("error: none.yaml:1:1: error [file-unreadable] there is no such file\n");
    }

    @Test
    void folderThatIsAFileIsOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(translate(EXAMPLE + "shipyard.yaml", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("error: cannot write ")
                .doesNotContain("Exception");
    }

    private int translate(String shipyard, String to) {
        return Keptn.run(
                Terminal.NONE,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "translate",
                "--project",
                "shop",
                "--shipyard",
                shipyard,
                "--uniform",
                EXAMPLE + "uniform.yaml",
                "--out",
                to);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
