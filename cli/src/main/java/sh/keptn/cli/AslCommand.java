package sh.keptn.cli;

import picocli.CommandLine.Command;

/** {@code keptn asl}: what can be done with state machine definitions of one's own. */
@Command(
        name = "asl",
        description = "Works with definitions in the Amazon States Language.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AslRunCommand.class,
        mixinStandardHelpOptions = true)
final class AslCommand extends CommandGroup {}
