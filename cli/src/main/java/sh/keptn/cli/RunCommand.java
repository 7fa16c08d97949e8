package sh.keptn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.cli.run.ContextTakenException;
import sh.keptn.cli.run.Run;
import sh.keptn.cli.run.RunOutcome;
import sh.keptn.cli.run.RunRequest;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.services.simulation.AnswersFileException;
import sh.keptn.standalone.DataFolderException;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.translator.Plan;
import sh.keptn.translator.shipyard.Shipyard;

/** {@code keptn run}: runs a sequence and all that follows from it on this machine. */
@Command(
        name = "run",
        description = {
            "Runs a sequence of a shipyard, and the stages that follow from it, on this machine.",
            "With --data-dir and --context a run that was interrupted goes on where it was; one that has ended is shown."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final List<String> DELIVERIES = List.of("delivery", "artifact-delivery", "configuration-change");

    private static final String NOTHING_WAS_RUN = "nothing was run";

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--project", required = true, paramLabel = "NAME", description = "The project's name.")
    @SuppressWarnings("NullAway.Init")
    private String project;

    @Option(
            names = "--service",
            required = true,
            paramLabel = "NAME",
            description = "What is delivered. Several, repeated or joined by comma, are released together.")
    @SuppressWarnings("NullAway.Init")
    private List<String> services;

    @Option(names = "--shipyard", required = true, paramLabel = "FILE", description = "What happens.")
    @SuppressWarnings("NullAway.Init")
    private String shipyard;

    @Option(names = "--uniform", paramLabel = "FILE", description = "Who does it; default: built-in services do.")
    private @Nullable String uniform;

    @Option(names = "--stage", paramLabel = "NAME", description = "Where it starts; default: the first stage.")
    private @Nullable String stage;

    @Option(
            names = "--sequence",
            paramLabel = "NAME",
            description = "What runs; default: delivery, artifact-delivery, configuration-change or the only one."
                    + " evaluation can be run in any stage.")
    private @Nullable String sequence;

    @Option(
            names = "--data",
            paramLabel = "JSON|@FILE",
            description = "Payload of the event that starts the sequence: a JSON object, or a file with one.")
    private @Nullable String data;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label that all events carry. Repeatable.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--context", paramLabel = "UUID", description = "The run's id; default: a new one.")
    private @Nullable String context;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the run is kept; default: a temporary folder that is removed at the end.")
    private @Nullable Path dataFolder;

    @Option(
            names = "--resources",
            paramLabel = "DIR",
            description =
                    "The project's resources; default: the shipyard's folder. Commands find it in KEPTN_RESOURCES.")
    private @Nullable Path resources;

    @Option(
            names = "--simulate",
            description = "Do nothing for real: every task passes at once, or as --answers says. Time is virtual.")
    private boolean simulate;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "How tasks are answered: with --simulate any task, without it approvals.")
    private @Nullable String answers;

    @Option(names = "--real-time", description = "With --simulate: delays and waits last as long as they say.")
    private boolean realTime;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; json prints each event.")
    private OutputFormat output = OutputFormat.TEXT;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ProjectFiles.checkName(spec.commandLine(), project);
        checkNames();
        Given given = new Given(payload(), answersFile(), resourceFolder());
        Plan plan = Shipyard.EVALUATION.equals(sequence)
                ? ProjectFiles.translateWithGate(spec.commandLine(), project, shipyard, uniform, stage, NOTHING_WAS_RUN)
                : ProjectFiles.translate(spec.commandLine(), project, shipyard, uniform, NOTHING_WAS_RUN);
        String startStage = startStage(plan);
        String startSequence = startSequence(plan, startStage);
        Path kept = dataFolder;
        if (kept != null) {
            return run(request(plan, startStage, startSequence, given, kept), true);
        }
        try (TemporaryFolder temporary = TemporaryFolder.create("keptn-run-")) {
            return run(request(plan, startStage, startSequence, given, temporary.path()), false);
        }
    }

    private int run(RunRequest request, boolean isKept) {
        try (RunOutput shown = RunOutput.of(spec.commandLine(), terminal, output, request, isKept)) {
            Run run = new Run(request, shown);
            run.answersForNoTask()
                    .forEach(index -> spec.commandLine()
                            .getErr()
                            .println(answers + ": [" + index + "] is not used, because no task of the shipyard"
                                    + " matches it; correct its stage, sequence or task"));
            RunOutcome outcome = run.run();
            shown.ended(outcome);
            return outcome.exitCode();
        } catch (ContextTakenException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (AnswersFileException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.problems()), e);
        } catch (DataFolderException | DatabaseException | IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        }
    }

    /** What comes from options alone; looked at before the shipyard is. */
    private record Given(Map<String, @Nullable Object> payload, RunRequest.@Nullable Answers answers, Path resources) {}

    private RunRequest request(Plan plan, String startStage, String startSequence, Given given, Path folder) {
        return new RunRequest(
                plan,
                folderOf(uniform == null ? shipyard : uniform),
                Map.of("KEPTN_RESOURCES", given.resources().toString()),
                given.resources(),
                startStage,
                startSequence,
                serviceNames(),
                given.payload(),
                (context == null ? UUID.randomUUID() : UUID.fromString(context)).toString(),
                folder,
                simulate,
                realTime,
                given.answers());
    }

    private void checkNames() {
        for (String service : serviceNames()) {
            if (!service.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
                throw wrong("--service is `" + service + "`; expected letters, digits, dots, hyphens and underscores");
            }
        }
        if (serviceNames().isEmpty()) {
            throw wrong("--service names nothing");
        }
        if (context != null && !KeptContextOptions.UUID_TEXT.matcher(context).matches()) {
            throw wrong(
                    "--context is `" + context
                            + "`; expected a UUID such as 6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11; without --context a new one is made");
        }
        if (realTime && !simulate) {
            throw wrong("--real-time goes with --simulate; without it time is always real");
        }
    }

    private List<String> serviceNames() {
        return services.stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private String startStage(Plan plan) {
        List<String> names = plan.stages().stream().map(Plan.Stage::name).toList();
        String wanted = stage == null ? names.get(0) : stage;
        if (!names.contains(wanted)) {
            throw wrong("no stage `" + wanted + "`; the shipyard has " + String.join(", ", names));
        }
        return wanted;
    }

    private String startSequence(Plan plan, String startStage) {
        List<String> names = plan.stages().stream()
                .filter(candidate -> candidate.name().equals(startStage))
                .flatMap(candidate -> candidate.sequences().stream())
                .toList();
        String wanted = sequence;
        if (wanted == null) {
            wanted = DELIVERIES.stream()
                    .filter(names::contains)
                    .findFirst()
                    .orElseGet(() -> names.size() == 1 ? names.get(0) : "");
        }
        if (wanted.isEmpty()) {
            throw wrong("which sequence of stage `" + startStage + "`? Name one with --sequence: " + list(names));
        }
        if (!names.contains(wanted)) {
            throw wrong("stage `" + startStage + "` has no sequence `" + wanted + "`; it has " + list(names));
        }
        return wanted;
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private Map<String, @Nullable Object> payload() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        if (data != null) {
            String text = data.startsWith("@") ? text("--data", data.substring(1)) : data;
            try {
                payload.putAll(Json.parseObject(text));
            } catch (JsonException e) {
                throw wrong("--data" + (data.startsWith("@") ? " " + data : "") + " is not a JSON object: "
                        + e.getMessage());
            }
        }
        if (payload.containsKey("labels") && !(payload.get("labels") instanceof Map)) {
            throw wrong("--data: `labels` is not an object; expected {\"labels\": {\"key\": \"value\"}}");
        }
        if (!labels.isEmpty()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(Json.child(payload, "labels"));
            labels.forEach(label -> addLabel(label, all));
            payload.put("labels", all);
        }
        if (serviceNames().size() > 1 && !payload.containsKey("services")) {
            payload.put(
                    "services",
                    serviceNames().stream().map(name -> Map.of("service", name)).toList());
        }
        return payload;
    }

    /** Not by picocli's maps: it takes quotes in a value for its own. */
    private void addLabel(String label, Map<String, @Nullable Object> all) {
        int equals = label.indexOf('=');
        if (equals < 0) {
            throw wrong("--label is `" + label + "`; expected KEY=VALUE");
        } else if (equals == 0) {
            throw wrong("--label: `" + label + "` has no key; expected KEY=VALUE");
        }
        all.put(label.substring(0, equals), label.substring(equals + 1));
    }

    private RunRequest.@Nullable Answers answersFile() {
        return answers == null ? null : new RunRequest.Answers(answers, text("--answers", answers));
    }

    private Path resourceFolder() {
        Path folder = resources == null ? folderOf(shipyard) : resources.toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            throw wrong("--resources: no folder " + folder);
        }
        return folder;
    }

    private static Path folderOf(String file) {
        Path parent = Path.of(file).toAbsolutePath().getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }

    private String text(String option, String file) {
        InputFile read = InputFile.read(file);
        if (read instanceof InputFile.Content content && content.isText()) {
            return content.text();
        }
        String reason =
                read instanceof InputFile.Unreadable unreadable ? unreadable.reason() : "it is not text in UTF-8";
        throw wrong(option + ": cannot read `" + file + "`: " + reason);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
