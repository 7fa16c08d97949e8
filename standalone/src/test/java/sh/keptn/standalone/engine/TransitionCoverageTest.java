package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * Every transition of every machine that is shipped, of the examples, and of the shipyards that the lifecycle is tested with is
 * taken: from state to state, by each way out of a Choice, by each retrier, into and out of branches. Runs are in virtual time
 * with answers made for each machine: all pass, and for each task state it passes with progress, is retried, or fails.
 */
class TransitionCoverageTest {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final Path LIFECYCLE = Path.of("src/test/cases/control.yaml");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int runs;

    @TestFactory
    Stream<DynamicTest> everyTransitionIsTaken() throws IOException {
        Map<String, String> definitions = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("state-machines"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".asl.json"))
                    .sorted()
                    .toList()) {
                definitions.put(ROOT.relativize(file).toString(), Files.readString(file));
            }
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            for (Path file : files.filter(each -> each.getFileName().toString().equals("shipyard.yaml"))
                    .sorted()
                    .toList()) {
                add(definitions, ROOT.relativize(file).toString(), Files.readString(file));
            }
        }
        YamlNode root = YamlReader.read("control.yaml", Files.readAllBytes(LIFECYCLE))
                .value()
                .orElseThrow();
        Json.child(((YamlNode.Mapping) root).toValue(), "shipyards")
                .forEach((name, shipyard) -> add(definitions, name, Json.write(shipyard)));
        assertThat(definitions).hasSizeGreaterThan(15);
        return definitions.entrySet().stream()
                .map(machine -> DynamicTest.dynamicTest(machine.getKey(), () -> check(machine.getValue())));
    }

    private static void add(Map<String, String> definitions, String name, String shipyard) {
        Plan plan = Translator.translate("sockshop", new SourceFile("shipyard.yaml", shipyard), null)
                .value()
                .orElseThrow();
        plan.stateMachines().forEach(machine -> definitions.put(name + " " + machine.name(), machine.definition()));
    }

    private void check(String text) {
        Map<String, @Nullable Object> definition = Json.parseObject(text);
        Set<String> all = new TreeSet<>();
        List<String> tasks = new ArrayList<>();
        collect(definition, all, tasks);
        Set<String> taken = new TreeSet<>();
        Map<String, List<Map<String, Object>>> passing = new LinkedHashMap<>();
        tasks.forEach(task -> passing.put(task, List.of(passed(false))));
        take(text, passing, taken);
        // Whatever can make progress makes some first, so that the tasks below it run.
        tasks.forEach(task -> passing.put(task, List.of(passed(true), passed(false))));
        for (String task : tasks) {
            List<List<Map<String, Object>>> others = List.of(
                    List.of(error("Lambda.ServiceException"), passed(false)),
                    List.of(error("Keptn.TaskFailed")),
                    List.of(error("Keptn.TaskTimedOut")),
                    List.of(error("Keptn.Aborted")),
                    List.of(Map.of("timeout", true)));
            for (List<Map<String, Object>> answers : others) {
                Map<String, List<Map<String, Object>>> script = new LinkedHashMap<>(passing);
                script.put(task, answers);
                take(text, script, taken);
            }
        }
        // Where all errors are retried, they are so until the attempts are used up.
        taken.removeIf(each -> each.contains(" gives up after ") && !all.contains(each));
        assertThat(taken).isEqualTo(all);
    }

    /** As both a token and a function are answered. */
    private static Map<String, Object> passed(boolean progress) {
        return Map.of("result", Map.of("progress", progress, "Payload", Map.of()));
    }

    private static Map<String, Object> error(String name) {
        return Map.of("error", name, "cause", "scripted");
    }

    /** The transitions that a machine, or a branch of one, has; and the names of its task states. */
    private static void collect(Map<String, @Nullable Object> machine, Set<String> all, List<String> tasks) {
        all.add("start > " + machine.get("StartAt"));
        Json.child(machine, "States").forEach((name, value) -> {
            Map<String, @Nullable Object> state = Json.object((Map<?, ?>) Objects.requireNonNull(value));
            if (state.get("Next") != null) {
                all.add(name + " > " + state.get("Next"));
            }
            if (Boolean.TRUE.equals(state.get("End"))) {
                all.add(name + " > end");
            }
            if (state.get("Default") != null) {
                all.add(name + " > " + state.get("Default"));
            }
            assertThat(state).as(name).doesNotContainKey("Catch");
            list(state, "Choices").forEach(rule -> all.add(name + " > " + rule.get("Next")));
            for (Map<String, @Nullable Object> retrier : list(state, "Retry")) {
                for (Object error : (List<?>) retrier.getOrDefault("ErrorEquals", List.of())) {
                    boolean again = !Integer.valueOf(0).equals(intOf(retrier.get("MaxAttempts")));
                    all.add(name + (again ? " retries" : " gives up after " + error));
                }
            }
            if ("Task".equals(state.get("Type"))) {
                tasks.add(name);
            }
            list(state, "Branches").forEach(branch -> collect(branch, all, tasks));
        });
    }

    private static @Nullable Integer intOf(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : null;
    }

    private static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object> parent, String key) {
        return parent.get(key) instanceof List<?> items
                ? items.stream().map(item -> Json.object((Map<?, ?>) item)).toList()
                : List.of();
    }

    /** Runs the machine and adds the transitions that its history shows. */
    private void take(String definition, Map<String, ?> answers, Set<String> taken) {
        Map<String, @Nullable Object> script = new LinkedHashMap<>(answers);
        Map<String, @Nullable Object> run = new ScriptedRun(
                        folder.resolve("run-" + runs++ + ".db"), script, after -> false)
                .run(definition, "{\"sequence\": \"s\"}");
        Map<Object, Map<String, @Nullable Object>> events = new LinkedHashMap<>();
        list(run, "events").forEach(event -> events.put(String.valueOf(event.get("id")), event));
        Map<String, Integer> scheduled = new LinkedHashMap<>();
        Set<Object> followed = new TreeSet<>();
        for (Map<String, @Nullable Object> event : events.values()) {
            String type = String.valueOf(event.get("type"));
            String before = String.valueOf(event.get("previousEventId"));
            if (type.endsWith("StateEntered")) {
                followed.add(before);
                taken.add(exited(events.get(before)) + " > " + entered(event));
            } else if (type.equals("TaskScheduled")) {
                String entry = entry(event, events);
                if (scheduled.merge(entry, 1, Integer::sum) > 1) {
                    taken.add(entered(events.get(entry)) + " retries");
                }
            }
        }
        boolean failed = !"SUCCEEDED".equals(run.get("status"));
        for (Map.Entry<Object, Map<String, @Nullable Object>> event : events.entrySet()) {
            String type = String.valueOf(event.getValue().get("type"));
            if (type.endsWith("StateExited") && !followed.contains(event.getKey()) && !failed) {
                taken.add(exited(event.getValue()) + " > end");
            } else if ((type.equals("TaskFailed") || type.equals("TaskTimedOut")) && failed) {
                String state = entered(events.get(entry(event.getValue(), events)));
                String details = type.equals("TaskFailed") ? "taskFailedEventDetails" : "taskTimedOutEventDetails";
                taken.add(state + " gives up after "
                        + Json.child(event.getValue(), details).get("error"));
            }
        }
    }

    /** The id of the event with which the state of an event was entered. */
    private static String entry(
            Map<String, @Nullable Object> event, Map<Object, Map<String, @Nullable Object>> events) {
        Map<String, @Nullable Object> current = event;
        while (!String.valueOf(current.get("type")).endsWith("StateEntered")) {
            current = Objects.requireNonNull(events.get(String.valueOf(current.get("previousEventId"))));
        }
        return String.valueOf(current.get("id"));
    }

    private static String entered(@Nullable Map<String, @Nullable Object> event) {
        return event == null
                ? "?"
                : String.valueOf(Json.child(event, "stateEnteredEventDetails").get("name"));
    }

    /** The state that an event is the end of; otherwise the beginning of a machine or a branch. */
    private static String exited(@Nullable Map<String, @Nullable Object> event) {
        Object name = event == null
                ? null
                : Json.child(event, "stateExitedEventDetails").get("name");
        return name == null ? "start" : String.valueOf(name);
    }
}
