package sh.keptn.cli;

import picocli.CommandLine.Command;

/** {@code keptn evaluation}: changes what the results of quality gates in a data folder are good for. */
@Command(
        name = "evaluation",
        description = "Changes what is made of a stored result of a quality gate.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = EvaluationInvalidateCommand.class,
        mixinStandardHelpOptions = true)
final class EvaluationCommand extends CommandGroup {}
