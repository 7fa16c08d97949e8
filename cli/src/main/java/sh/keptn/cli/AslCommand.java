package sh.keptn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keptn asl}: what can be done with state machine definitions of one's own. */
@Command(
        name = "asl",
        description = "Works with definitions in the Amazon States Language.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AslRunCommand.class,
        mixinStandardHelpOptions = true)
final class AslCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
