package sh.keptn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanFiles;

/** {@code keptn translate}: writes the state machines and rules that a shipyard and a uniform compile to. */
@Command(
        name = "translate",
        description = "Compiles a shipyard and a uniform to state machines and rules.",
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {

    private static final Pattern MACHINE = Pattern.compile("state-machines/[^/\\\\]+\\.asl\\.json");

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
        ProjectFiles.checkName(spec.commandLine(), project);
        Plan plan = ProjectFiles.translate(spec.commandLine(), project, shipyard, uniform, "nothing was written");
        Map<String, String> files = PlanFiles.of(plan);
        List<String> old = oldMachines();
        write(files);
        old.stream().filter(file -> !files.containsKey(file)).forEach(this::delete);
        spec.commandLine()
                .getOut()
                .println(plan.stateMachines().size() + " state machines and "
                        + plan.rules().size() + " rules written to " + out);
        return 0;
    }

    /** The machines of the plan that is there: those that the new one has not are to go. */
    private List<String> oldMachines() {
        Path plan = out.resolve("plan.json");
        if (!Files.isRegularFile(plan)) {
            return List.of();
        }
        try {
            Object machines = Json.parseObject(Files.readString(plan)).get("stateMachines");
            return machines instanceof List<?> list
                    ? list.stream()
                            .flatMap(machine -> machine instanceof Map<?, ?> map
                                    ? Stream.of(String.valueOf(map.get("file")))
                                    : Stream.empty())
                            .filter(file -> MACHINE.matcher(file).matches())
                            .toList()
                    : List.of();
        } catch (IOException | JsonException e) {
            return List.of(); // Whatever it is, it is not what an earlier run has written.
        }
    }

    private void delete(String file) {
        try {
            Files.deleteIfExists(out.resolve(file));
        } catch (IOException e) {
            throw new CommandFailedException("cannot delete " + out.resolve(file) + ": " + Failures.reason(e));
        }
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
                throw new CommandFailedException("cannot write " + path + ": " + Failures.reason(e));
            }
        }
    }
}
