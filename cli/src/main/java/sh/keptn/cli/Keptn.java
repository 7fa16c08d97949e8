package sh.keptn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import sh.keptn.cli.terminal.Terminal;

/** The {@code keptn} command itself: knows its subcommands. */
public final class Keptn implements Runnable {

    private final CommandSpec spec;

    private Keptn() {
        spec = StandardOptions.addTo(CommandSpec.wrapWithoutInspection(this).name("keptn"));
        spec.usageMessage()
                .description("Delivers software along a shipyard: on this machine, or on AWS by the same definition.")
                .synopsisSubcommandLabel("COMMAND")
                .footer("", "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 stopped waiting for a person.");
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Terminal stdout = Terminal.ofStdout();
        PrintWriter out = writer(FileDescriptor.out, stdout);
        PrintWriter err = writer(FileDescriptor.err, Terminal.ofStderr());
        // What a library prints must not stand among what commands print.
        System.setOut(System.err);
        int exitCode = run(stdout, out, err, arguments);
        err.flush();
        if (out.checkError()) {
            err.println("error: not everything could be written to the output");
            exitCode = Math.max(exitCode, 1);
        }
        System.exit(exitCode);
    }

    /** Runs one command, writing where it is told to, and returns the exit code. */
    static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine root = new CommandLine(new Keptn().spec);
        commands(terminal, arguments).forEach(root::addSubcommand);
        Version version = new Version();
        root.getCommandSpec().versionProvider(version);
        root.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(version));
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                // `--data @file` is ours to read.
                .setExpandAtFiles(false)
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(100, Math.max(60, terminal.columns())))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failedCommand)
                .execute(arguments);
    }

    /** The command that is asked for, or all of them: making one takes picocli some milliseconds, which add up. */
    private static Stream<Object> commands(Terminal terminal, String... arguments) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("validate", () -> new ValidateCommand().spec());
        all.put("translate", TranslateCommand::new);
        all.put("plan", PlanCommand::new);
        all.put("run", () -> new RunCommand(terminal));
        all.put("sequence", SequenceCommand::new);
        all.put("evaluate", EvaluateCommand::new);
        all.put("evaluation", EvaluationCommand::new);
        all.put("get", GetCommand::new);
        all.put("demo", () -> new DemoCommand(terminal));
        all.put("asl", AslCommand::new);
        all.put("standalone", StandaloneCommand::new);
        Supplier<Object> named = arguments.length == 0 ? null : all.get(arguments[0]);
        all.put("help", HelpCommand::new);
        return (named == null ? all.values().stream() : Stream.of(named)).map(Supplier::get);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Not on {@code System.out}, which keeps to itself that a disk is full. */
    private static PrintWriter writer(FileDescriptor stream, Terminal terminal) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), terminal.charset()), true);
    }
}
