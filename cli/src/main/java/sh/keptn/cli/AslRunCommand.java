package sh.keptn.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionJson;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.HistoryEvent;
import sh.keptn.standalone.engine.InvalidDefinitionException;
import sh.keptn.standalone.engine.ScriptedFunctions;
import sh.keptn.standalone.engine.ScriptedFunctions.InvalidScriptException;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.standalone.time.Timeline;

/** {@code keptn asl run}: runs a definition in the embedded engine, with task results that are given. */
@Command(
        name = "run",
        description = {
            "Runs a state machine definition in the embedded engine and shows what Step Functions would: status, output"
                    + " or error, and history.",
            "Waits, retries and timeouts pass in no time. Tasks are not done: --task-results says what they answer.",
            "",
            "Runs all state types of the query language JSONata, Map states inline, with lambda:invoke,"
                    + " lambda:invoke.waitForTaskToken and ARNs of functions. Refuses JSONPath, DISTRIBUTED Map states,"
                    + " ItemReader, ResultWriter, Express workflows, activities and other service integrations.",
            "Not verified against AWS: task tokens, redrive, Parallel states, failing iterations of Map states."
        },
        footer = {
            "",
            "Exit codes: 0 succeeded, 1 any other end, 2 wrong usage or a definition that cannot run here: then all that"
                    + " is wrong with it is on stderr."
        },
        mixinStandardHelpOptions = true)
final class AslRunCommand implements Callable<Integer> {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DEFINITION", description = "File with the definition: JSON, query language JSONata.")
    @SuppressWarnings("NullAway.Init")
    private String definition;

    @Option(
            names = "--input",
            paramLabel = "JSON|@FILE",
            description = "The execution's input; default ${DEFAULT-VALUE}.")
    private String input = "{}";

    @Option(
            names = "--task-results",
            paramLabel = "FILE",
            description =
                    "{state: [{\"result\": ...} | {\"error\": ..., \"cause\": ...} | {\"timeout\": true}]}, used in"
                            + " the order in which a state is entered, the last one again; default: {} for every task.")
    private @Nullable String taskResults;

    @Option(names = "--real-time", description = "Wait for real.")
    private boolean realTime;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() {
        String text = text(definition);
        String inputText = input.startsWith("@") ? text(input.substring(1)) : input;
        checkInput(inputText);
        String script = taskResults == null ? "{}" : text(taskResults);
        try (TemporaryFolder folder = TemporaryFolder.create("keptn-asl-");
                Database database = Database.open(folder.path().resolve("engine.db"));
                Timeline timeline =
                        realTime ? new RealTimeline(Clock.systemUTC()) : new ManualTimeline(Instant.now())) {
            AtomicReference<EmbeddedEngine> holder = new AtomicReference<>();
            ScriptedFunctions functions = functions(script, holder);
            EmbeddedEngine engine = new EmbeddedEngine(
                    database, timeline, functions, (execution, status) -> {}, RandomGenerator.getDefault());
            holder.set(engine);
            String reference = start(engine, text, inputText);
            checkStates(functions, text);
            Execution ended = follow(engine, reference, functions, timeline);
            print(ended, engine.history(reference));
            return ended.status() == ExecutionStatus.SUCCEEDED ? 0 : 1;
        } catch (InvalidDefinitionException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(problem -> err.println(PlainText.line("error: " + definition + ": " + problem)));
            return ExitCode.USAGE;
        }
    }

    private ScriptedFunctions functions(String script, AtomicReference<EmbeddedEngine> engine) {
        try {
            return new ScriptedFunctions(script, engine::get);
        } catch (InvalidScriptException e) {
            throw wrong("--task-results " + taskResults + ": " + String.join("; ", e.problems()));
        }
    }

    private void checkStates(ScriptedFunctions functions, String text) {
        List<String> unknown = functions.unknownStates(text);
        if (!unknown.isEmpty()) {
            throw wrong("--task-results " + taskResults + ": "
                    + String.join(
                            "; ",
                            unknown.stream()
                                    .map(state -> "the definition has no Task state `" + state + "`")
                                    .toList()));
        }
    }

    private String start(EmbeddedEngine engine, String text, String inputText) {
        try {
            return engine.start(engine.publish("machine", "1", text), "execution", inputText);
        } catch (InvalidDefinitionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(definition + ": " + e.getMessage());
        }
    }

    private static Execution follow(
            EmbeddedEngine engine, String reference, ScriptedFunctions functions, Timeline timeline) {
        while (true) {
            Execution execution = engine.execution(reference).orElseThrow();
            boolean goesOn = functions.answer()
                    || (timeline instanceof ManualTimeline manual ? manual.runOne() : !timeline.isIdle());
            if (execution.status() != ExecutionStatus.RUNNING) {
                return execution;
            }
            if (!goesOn && !functions.timeOut() && timeline instanceof ManualTimeline) {
                throw new CommandFailedException("the execution waits for something that never happens");
            }
            if (!(timeline instanceof ManualTimeline)) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private void print(Execution execution, List<HistoryEvent> history) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, @Nullable Object> json = ExecutionJson.of(execution, history);
        if (output == OutputFormat.JSON) {
            out.print(Json.writePretty(json));
            return;
        }
        for (HistoryEvent event : history) {
            out.println(PlainText.line(String.format("%5d  %-26s %s", event.id(), event.type(), summary(event))));
        }
        out.println();
        out.println(execution.status());
        for (String key : List.of("output", "error", "cause")) {
            if (json.containsKey(key)) {
                out.println(PlainText.line(key + ": " + Json.write(json.get(key))));
            }
        }
    }

    /** What tells events of one type apart: the state, and what went in or came out. */
    private static String summary(HistoryEvent event) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (String key : List.of("name", "index", "input", "output", "error", "cause")) {
            if (event.details().containsKey(key)) {
                shown.put(key, event.details().get(key));
            }
        }
        StringBuilder text = new StringBuilder();
        shown.forEach((key, value) -> text.append(text.isEmpty() ? "" : "  ")
                .append(key.equals("name") ? "" : key + " ")
                .append(value));
        return text.toString();
    }

    private void checkInput(String text) {
        try {
            Json.parse(text);
        } catch (JsonException e) {
            throw wrong("--input is no JSON: " + e.getMessage());
        }
    }

    private String text(String file) {
        InputFile read = InputFile.read(file);
        if (read instanceof InputFile.Content content && content.isText()) {
            return content.text();
        }
        throw wrong("cannot read `" + file + "`: "
                + (read instanceof InputFile.Unreadable unreadable ? unreadable.reason() : "it is not text in UTF-8"));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
