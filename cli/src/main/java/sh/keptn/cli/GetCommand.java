package sh.keptn.cli;

import picocli.CommandLine.Command;

/** {@code keptn get}: shows what is kept in a data folder. */
@Command(
        name = "get",
        description = "Shows what is kept in a data folder, while no process works in it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = GetEvaluationsCommand.class,
        mixinStandardHelpOptions = true)
final class GetCommand extends CommandGroup {}
