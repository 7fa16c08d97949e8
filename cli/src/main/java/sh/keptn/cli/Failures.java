package sh.keptn.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong in a command into one line on stderr and an exit code; a user never sees a stack trace. */
final class Failures {

    /** The environment variable that adds the stack trace of an internal error. */
    private static final String DEBUG = "KEPTN_DEBUG";

    private Failures() {}

    /** Wrong usage: the reason, what may have been meant, and the way to the help. Exit code 2. */
    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("error: " + firstLine(failure.getMessage())));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** A command that could not do its work: exit code 1. Anything but {@link CommandFailedException} is our mistake. */
    static int failedCommand(Exception failure, CommandLine command, ParseResult parsed) {
        String message = failure instanceof CommandFailedException
                ? firstLine(failure.getMessage())
                : "internal error: " + firstLine(failure.toString()) + " (" + DEBUG + "=1 shows where)";
        command.getErr().println(command.getColorScheme().errorText("error: " + message));
        if (!(failure instanceof CommandFailedException) && System.getenv(DEBUG) != null) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
