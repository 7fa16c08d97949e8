package sh.keptn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sh.keptn.cli.terminal.PlainText;

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

    /** Why a file could not be read or written, in the user's words: the name of an exception says nothing to them. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something of that name is there already";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? "the system does not say why" : reason;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : PlainText.firstLine(message);
    }
}
