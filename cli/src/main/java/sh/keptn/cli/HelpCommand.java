package sh.keptn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code keptn help}: what {@code --help} prints, of keptn itself or of a command, which may be one of a group. */
@Command(
        name = "help",
        description = "Shows what a command does and which options it has.",
        helpCommand = true,
        mixinStandardHelpOptions = true)
final class HelpCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which one; default: what commands there are.")
    private List<String> words = new ArrayList<>();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine named = command.getSubcommands().get(word);
            if (named == null) {
                throw unknown(command, word);
            }
            command = named;
        }
        command.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
    }

    private static ParameterException unknown(CommandLine command, String word) {
        List<String> similar = new UnmatchedArgumentException(command, List.of(word)).getSuggestions();
        return new ParameterException(
                command,
                "`" + command.getCommandSpec().qualifiedName() + "` has no command `" + word + "`"
                        + (similar.isEmpty() ? "" : "; similar: " + String.join(", ", similar)));
    }
}
