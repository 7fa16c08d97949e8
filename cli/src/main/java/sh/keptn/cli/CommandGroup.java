package sh.keptn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that does nothing itself but holds others. */
abstract class CommandGroup implements Runnable {

    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What stands in the place of a command and is none. */
    @Parameters(hidden = true, arity = "0..*")
    private List<String> unknown = new ArrayList<>();

    /** The options of a command that does not exist are not what is wrong. */
    @Spec
    final void setSpec(CommandSpec given) {
        spec = given;
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    @Override
    public final void run() {
        String commands = String.join(", ", spec.subcommands().keySet());
        if (!unknown.isEmpty() && unknown.get(0).startsWith("-")) {
            throw new ParameterException(spec.commandLine(), "Unknown option: '" + unknown.get(0) + "'");
        }
        throw new ParameterException(
                spec.commandLine(),
                unknown.isEmpty()
                        ? "a command is missing; expected one of " + commands
                        : "there is no command `" + spec.qualifiedName() + " " + unknown.get(0) + "`; expected one of "
                                + commands);
    }
}
