package sh.keptn.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.cli.terminal.Terminal;

/** The {@code keptn} command itself: knows its subcommands. */
@Command(
        name = "keptn",
        description = "Delivers software along a shipyard: on this machine, or on AWS by the same definition.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 stopped waiting for a person."})
public final class Keptn implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Keptn() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Terminal stdout = Terminal.ofStdout();
        PrintWriter out = writer(System.out, stdout);
        PrintWriter err = writer(System.err, Terminal.ofStderr());
        int exitCode = run(stdout, out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs one command, writing where it is told to, and returns the exit code. */
    static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Keptn())
                .addSubcommand(new ValidateCommand())
                .addSubcommand(new TranslateCommand())
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(100, Math.max(60, terminal.columns())))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failedCommand)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static PrintWriter writer(PrintStream stream, Terminal terminal) {
        return new PrintWriter(new OutputStreamWriter(stream, terminal.charset()), true);
    }
}
