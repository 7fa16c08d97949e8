package sh.keptn.cli;

import picocli.CommandLine.Command;

/** {@code keptn sequence}: controls runs that are kept in a data folder while no process works in it. */
@Command(
        name = "sequence",
        description = {
            "Shows and controls a run that is kept in a data folder, while no process works in it.",
            "What is decided takes effect when keptn run goes on with the same folder and context."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SequenceStatusCommand.class,
            SequencePauseCommand.class,
            SequenceResumeCommand.class,
            SequenceAbortCommand.class,
            SequenceRedriveCommand.class
        },
        mixinStandardHelpOptions = true)
final class SequenceCommand extends CommandGroup {}
