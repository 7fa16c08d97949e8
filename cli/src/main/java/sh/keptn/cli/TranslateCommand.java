package sh.keptn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanFiles;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

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
        ColorScheme colours = spec.commandLine().getColorScheme();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, String> sources = new LinkedHashMap<>();
        SourceFile shipyardFile = source(shipyard, sources);
        SourceFile uniformFile = uniform == null ? null : source(uniform, sources);
        Checked<Plan> translated = Translator.translate(project, shipyardFile, uniformFile);
        List<Diagnostic> findings = translated.diagnostics();
        new Findings(err, colours).print(findings, sources);
        Optional<Plan> plan = translated.value();
        if (plan.isEmpty()) {
            throw new CommandFailedException("nothing was written: " + Findings.count(findings));
        }
        write(PlanFiles.of(plan.get()));
        spec.commandLine()
                .getOut()
                .println(plan.get().stateMachines().size() + " state machines and "
                        + plan.get().rules().size() + " rules written to " + out);
        return 0;
    }

    private static SourceFile source(String name, Map<String, String> sources) {
        InputFile file = InputFile.read(name);
        if (file instanceof InputFile.Content content && content.isText()) {
            sources.put(name, content.text());
            return new SourceFile(name, content.text());
        }
        throw new CommandFailedException(
                file instanceof InputFile.Unreadable unreadable
                        ? unreadable.diagnostic().toString()
                        : name + " is not text in UTF-8");
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
