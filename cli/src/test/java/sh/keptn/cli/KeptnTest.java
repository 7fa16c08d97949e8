package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import sh.keptn.cli.terminal.Terminal;

class KeptnTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesTheBuildAndJava() {
        assertThat(keptn("--version")).isZero();
        assertThat(out.toString()).startsWith("keptn ").contains("(Java " + System.getProperty("java.version") + ")");
    }

    @Test
    void helpGoesToStdout() {
        assertThat(keptn("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: keptn").contains("Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongUsageIsOneLineAndTheWayToTheHelp() {
        assertThat(keptn("--hlp")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .startsWith("error: Unknown option: '--hlp'")
                .endsWith("Try 'keptn --help'.");
    }

    @Test
    void missingCommandIsWrongUsage() {
        assertThat(keptn()).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: a command is missing");
    }

    private int keptn(String... arguments) {
        return Keptn.run(Terminal.NONE, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
