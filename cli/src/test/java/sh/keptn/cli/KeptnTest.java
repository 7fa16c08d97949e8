package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({"help, --help", "help run, run --help", "help sequence status, sequence status --help"})
    void helpCommandPrintsWhatTheOptionPrints(String command, String option) {
        assertThat(keptn(command.split(" ", -1))).isZero();
        String printed = out.toString();
        out.getBuffer().setLength(0);
        assertThat(keptn(option.split(" ", -1))).isZero();
        assertThat(printed).startsWith("Usage: keptn").isEqualTo(out.toString());
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "help valdate, validate",
        "valdate, validate",
        "help sequence stats, status",
        "help sequence status all, ''"
    })
    void unknownCommandNamesWhatMayBeMeant(String arguments, String hint) {
        assertThat(keptn(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("error: ").contains(hint).contains("Try 'keptn");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sequence frob --data-dir d --context c | there is no command `keptn sequence frob`; expected one of status, pause, resume, abort, redrive",
                "sequence | a command is missing; expected one of status, pause, resume, abort, redrive",
                "sequence --frob | Unknown option: '--frob'",
                "asl frob | there is no command `keptn asl frob`; expected one of run"
            })
    void unknownCommandOfAGroupListsThoseThatThereAre(String arguments, String message) {
        assertThat(keptn(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: " + message + System.lineSeparator());
    }

    private int keptn(String... arguments) {
        return Keptn.run(Terminal.NONE, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
