package sh.keptn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanFiles;

/** {@code keptn translate}: writes the state machines and rules that a shipyard and a uniform compile to. */
@Command(
        name = "translate",
        description = "Compiles a shipyard and a uniform to state machines and rules.",
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--project", required = true, paramLabel = "NAME", description = "The project's name.")
    @SuppressWarnings("NullAway.Init")
    private String project;

    @Option(names = "--shipyard", required = true, paramLabel = "FILE", description = "What happens.")
    @SuppressWarnings("NullAway.Init")
    private String shipyard;

    @Option(names = "--uniform", paramLabel = "FILE", description = "Who does it; default: built-in services do.")
    private @Nullable String uniform;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the files go: state-machines/*.asl.json, rules.json, plan.json.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() {
        Plan plan = ProjectFiles.translate(spec.commandLine(), project, shipyard, uniform, "nothing was written");
        write(PlanFiles.of(plan));
        spec.commandLine()
                .getOut()
                .println(plan.stateMachines().size() + " state machines and "
                        + plan.rules().size() + " rules written to " + out);
        return 0;
    }

    private void write(Map<String, String> files) {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = out.resolve(file.getKey());
            try {
                Path folder = path.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.writeString(path, file.getValue());
            } catch (IOException e) {
                throw new CommandFailedException("cannot write " + path + ": " + e);
            }
        }
    }
}
