package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.standalone.ControlledRun.CONTEXT;
import static sh.keptn.standalone.ControlledRun.PROJECT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextDetails.TaskPhase;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * Every command in every state of a context: what it answers, which events it adds, how far the context is then, and whose the
 * stage is. Each command meets the state in a process of its own that has just started. Repeating it changes nothing, and only
 * what runs has an execution that runs.
 */
class ControlTableTest {

    private static final Path CASES = Path.of("src/test/cases/control.yaml");
    private static final Path TABLE = Path.of("src/test/cases/control.txt");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Each returns what it was answered; one that has changed something begins with {@code done} or {@code accepted}. */
    private static final Map<String, Function<ControlledRun, String>> COMMANDS = commands();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Map<String, Function<ControlledRun, String>> commands() {
        Map<String, Function<ControlledRun, String>> commands = new LinkedHashMap<>();
        commands.put("status", run -> "looked at");
        commands.put("pause", run -> controlled(run.commands().pause(PROJECT, CONTEXT, null)));
        commands.put("pause dev", run -> controlled(run.commands().pause(PROJECT, CONTEXT, "dev")));
        commands.put("resume", run -> controlled(run.commands().resume(PROJECT, CONTEXT, null)));
        commands.put("resume dev", run -> controlled(run.commands().resume(PROJECT, CONTEXT, "dev")));
        commands.put("abort", run -> controlled(run.commands().abort(PROJECT, CONTEXT, null)));
        commands.put("abort dev", run -> controlled(run.commands().abort(PROJECT, CONTEXT, "dev")));
        commands.put("redrive", run -> controlled(run.commands().redrive(PROJECT, CONTEXT, null)));
        commands.put("redrive dev", run -> controlled(run.commands().redrive(PROJECT, CONTEXT, "dev")));
        commands.put("late answer", run -> answered(run, "late", "a", TaskPhase.FINISHED, TaskPhase.IN_PROGRESS));
        commands.put("same answer", run -> answered(run, "answer", "a", TaskPhase.FINISHED, TaskPhase.IN_PROGRESS));
        commands.put("forged answer", run -> answered(run, "forged", "mallory", TaskPhase.values()));
        return commands;
    }

    @Test
    void everyCommandInEveryState() throws IOException {
        Map<String, @Nullable Object> cases = ((YamlNode.Mapping)
                        YamlReader.read("control.yaml", Files.readAllBytes(CASES))
                                .value()
                                .orElseThrow())
                .toValue();
        StringBuilder table = new StringBuilder();
        int number = 0;
        for (Map<String, @Nullable Object> state : objects(cases, "states")) {
            Object shipyard =
                    Json.child(cases, "shipyards").get(String.valueOf(state.getOrDefault("shipyard", "straight")));
            Plan plan = Translator.translate(PROJECT, new SourceFile("shipyard.yaml", Json.write(shipyard)), null)
                    .value()
                    .orElseThrow();
            number++;
            table.append(table.isEmpty() ? "" : "\n").append(rows(state, plan, folder.resolve("state-" + number)));
        }
        if (!"false".equals(System.getProperty("golden", "false"))) {
            Files.writeString(TABLE, table.toString());
        }
        assertThat(table.toString()).as("%s; -Dgolden writes it", TABLE).isEqualTo(Files.readString(TABLE));
    }

    private static String rows(Map<String, @Nullable Object> state, Plan plan, Path file) throws IOException {
        StringBuilder rows = new StringBuilder(state.get("state") + "\n");
        Instant then;
        try (ControlledRun run = new ControlledRun(file, plan, START)) {
            for (Object step : (List<?>) state.getOrDefault("steps", List.of())) {
                run.step(String.valueOf(step));
            }
            then = run.now();
            rows.append("    is            ")
                    .append(run.summary())
                    .append("; stage: ")
                    .append(run.lease())
                    .append('\n');
        }
        for (Map.Entry<String, Function<ControlledRun, String>> command : COMMANDS.entrySet()) {
            Path copy = file.resolveSibling(file.getFileName() + " " + command.getKey());
            Files.copy(file, copy);
            try (ControlledRun run = new ControlledRun(copy, plan, then)) {
                rows.append(String.format("    %-13s %s%n", command.getKey(), row(run, command.getValue())));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(state.get("state") + ", " + command.getKey() + ": " + e.getMessage(), e);
            }
        }
        return rows.toString();
    }

    private static String row(ControlledRun run, Function<ControlledRun, String> command) {
        List<String> before = run.log();
        String was = run.summary();
        String answer = command.apply(run);
        run.goOn();
        List<String> after = run.log();
        String is = run.summary();
        String lease = run.lease();
        assertThat(run.executions()).as("executions that run").hasSize(Math.toIntExact(run.running()));
        assertThat(command.apply(run))
                .as("the second time")
                .doesNotStartWith("done")
                .doesNotStartWith("accepted");
        run.goOn();
        assertThat(run.log()).as("log after the second time").isEqualTo(after);
        assertThat(List.of(run.summary(), run.lease()))
                .as("after the second time")
                .containsExactly(is, lease);
        List<String> added = after.subList(before.size(), after.size());
        return answer
                + (added.isEmpty() ? "" : "; adds " + String.join(", ", added))
                + (is.equals(was) ? "" : "; is " + is + "; stage: " + lease);
    }

    private static String controlled(ControlAnswer answer) {
        String verdict = answer.verdict().name().toLowerCase(Locale.ROOT);
        return verdict + ": " + answer.message().replace(CONTEXT, "C");
    }

    /** An answer to the newest task in one of the phases. */
    private static String answered(ControlledRun run, String id, String service, TaskPhase... phases) {
        List<ContextDetails.Task> tasks = run.tasks()
                .filter(task -> Stream.of(phases).anyMatch(phase -> phase == task.phase()))
                .toList();
        String task =
                tasks.isEmpty() ? "deployment" : tasks.get(tasks.size() - 1).name();
        String triggeredId =
                tasks.isEmpty() ? "nothing" : tasks.get(tasks.size() - 1).triggeredId();
        String phase = id.equals("answer")
                        && !tasks.isEmpty()
                        && tasks.get(tasks.size() - 1).phase() == TaskPhase.IN_PROGRESS
                ? EventType.STATUS_CHANGED
                : EventType.FINISHED;
        Receipt receipt = run.control().receive(run.answer(id, task, phase, "pass", triggeredId, service), service);
        return receipt.name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> parent, String key) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        if (parent.get(key) instanceof List<?> items) {
            items.forEach(item -> objects.add(Json.object((Map<?, ?>) item)));
        }
        return objects;
    }
}
