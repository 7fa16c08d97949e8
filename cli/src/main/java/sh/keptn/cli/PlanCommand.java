package sh.keptn.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanChanges;
import sh.keptn.translator.PlanFiles;

/** {@code keptn plan}: reports what a shipyard and a uniform compile to, and what that changes, before anything runs. */
@Command(
        name = "plan",
        description = "Reports what a shipyard and a uniform compile to: state machines, rules, cost, limits, changes.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

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
            names = "--against",
            paramLabel = "FILE",
            description = "An older plan.json, or the folder of `keptn translate` that has it: says what changes.")
    private @Nullable Path against;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. JSON is the content of plan.json.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() {
        ProjectFiles.checkName(spec.commandLine(), project);
        Plan plan = ProjectFiles.translate(spec.commandLine(), project, shipyard, uniform, "there is no plan");
        PlanChanges changes = against == null ? null : changes(plan, against);
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            Map<String, @Nullable Object> json = PlanFiles.plan(plan);
            if (changes != null) {
                json.put("changes", json(changes));
            }
            out.print(Json.writePretty(json));
        } else {
            new PlanReport(out, spec.commandLine().getColorScheme()).print(plan, changes);
        }
        return 0;
    }

    private static PlanChanges changes(Plan plan, Path given) {
        Path file = Files.isDirectory(given) ? given.resolve("plan.json") : given;
        InputFile older = InputFile.read(file.toString());
        if (!(older instanceof InputFile.Content content)) {
            throw new CommandFailedException(
                    ((InputFile.Unreadable) older).diagnostic().toString());
        }
        try {
            return PlanChanges.of(plan, content.text());
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(file + " is not the plan.json of a plan: " + e.getMessage());
        }
    }

    private static Map<String, @Nullable Object> json(PlanChanges changes) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stateMachines", json(changes.stateMachines()));
        json.put("rules", json(changes.rules()));
        json.put("taskServices", json(changes.taskServices()));
        if (!changes.queues().isEmpty()) {
            json.put("queues", json(changes.queues()));
        }
        return json;
    }

    private static List<Map<String, @Nullable Object>> json(List<PlanChanges.Change> changes) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (PlanChanges.Change change : changes) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("name", change.name());
            json.put("change", change.kind().name().toLowerCase(Locale.ROOT));
            list.add(json);
        }
        return list;
    }
}
