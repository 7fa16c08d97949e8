package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * A small machine made by chance, with results for its tasks. Its history does not depend on what comes first of things
 * that happen at the same time: iterations run one after the other, and branches only pass.
 */
final class RandomMachine {

    private static final List<String> VALUES = List.of(
            "{% $states.input %}",
            "{% $string($states.input) %}",
            "{% [$states.context.State.EnteredTime, $states.context.State.RetryCount] %}",
            "{% {'n': $count($states.input)} %}",
            "{% $exists($v0) ? $v0 : 0 %}",
            "{% $exists($v1) ? $v1 : 0 %}",
            "{% $states.input.none %}",
            "{% 1 + 'a' %}");
    private static final List<String> ERRORS = List.of("A", "B", "States.TaskFailed", "States.Timeout");
    private static final int DEPTH = 2;

    private final Random random;
    private final Map<String, Object> results = new LinkedHashMap<>();
    private int states;

    RandomMachine(long seed) {
        this.random = new Random(seed);
    }

    String definition() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("QueryLanguage", "JSONata");
        if (random.nextInt(8) == 0) {
            machine.put("TimeoutSeconds", 60L);
        }
        machine.putAll(graph(0, true));
        return Json.write(machine);
    }

    Map<String, @Nullable Object> results() {
        return Json.object(results);
    }

    private Map<String, Object> graph(int depth, boolean mayFail) {
        int count = 1 + random.nextInt(4);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("s" + states++);
        }
        Map<String, Object> graph = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            graph.put(names.get(i), state(names, i, depth, mayFail));
        }
        return new LinkedHashMap<>(Map.of("StartAt", names.get(0), "States", graph));
    }

    private Map<String, Object> state(List<String> names, int index, int depth, boolean mayFail) {
        boolean last = index == names.size() - 1;
        Map<String, Object> state = new LinkedHashMap<>();
        int type = random.nextInt(mayFail ? 10 : 4);
        if (type == 9 && last) {
            state.put("Type", "Fail");
            state.put("Error", "{% 'E' & $states.context.State.Name %}");
            return state;
        }
        if (type == 3 && !last) {
            state.put("Type", "Choice");
            state.put("Choices", List.of(Map.of("Condition", "{% $random() < 2 %}", "Next", names.get(index + 1))));
            state.put("Default", later(names, index));
            return state;
        }
        if (last) {
            state.put("End", true);
        } else {
            state.put("Next", names.get(index + 1));
        }
        if (type >= 7 && depth < DEPTH) {
            nested(state, depth);
        } else if (type >= 4) {
            task(state, names.get(index));
        } else if (type == 2) {
            state.put("Type", "Wait");
            state.put("Seconds", (long) random.nextInt(40));
        } else {
            state.put("Type", "Pass");
        }
        fields(state, depth, mayFail);
        if (mayFail && List.of("Task", "Map", "Parallel").contains(String.valueOf(state.get("Type")))) {
            handlers(state, names, index);
        }
        return state;
    }

    private void nested(Map<String, Object> state, int depth) {
        if (random.nextBoolean()) {
            state.put("Type", "Map");
            state.put("Items", List.of(1L, "x", List.of()).subList(0, random.nextInt(4)));
            state.put("MaxConcurrency", 1L);
            state.put("ItemProcessor", graph(depth + 1, true));
        } else {
            state.put("Type", "Parallel");
            state.put("Branches", List.of(graph(depth + 1, false), graph(depth + 1, false)));
        }
    }

    private void task(Map<String, Object> state, String name) {
        boolean callback = random.nextBoolean();
        state.put("Type", "Task");
        state.put("Resource", "arn:aws:states:::lambda:invoke" + (callback ? ".waitForTaskToken" : ""));
        state.put(
                "Arguments",
                Map.of(
                        "FunctionName",
                        "f",
                        "Payload",
                        callback ? Map.of("token", "{% $states.context.Task.Token %}") : "{% $states.input %}"));
        if (random.nextBoolean()) {
            state.put("TimeoutSeconds", 30L);
        }
        List<Object> answers = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int answer = random.nextInt(4);
            answers.add(
                    answer == 0
                            ? Map.of("error", one(ERRORS), "cause", "c" + i)
                            : answer == 1 ? Map.of("timeout", true) : Map.of("result", Map.of("i", (long) i)));
        }
        results.put(name, answers);
    }

    private void fields(Map<String, Object> state, int depth, boolean mayFail) {
        int harmless = VALUES.size() - (mayFail ? 0 : 2);
        if (random.nextBoolean()) {
            state.put("Output", VALUES.get(random.nextInt(harmless)));
        }
        if (random.nextBoolean()) {
            state.put("Assign", Map.of("v" + depth, VALUES.get(random.nextInt(harmless))));
        }
    }

    private void handlers(Map<String, Object> state, List<String> names, int index) {
        if (random.nextBoolean()) {
            state.put(
                    "Retry",
                    List.of(Map.of(
                            "ErrorEquals", List.of(random.nextBoolean() ? "States.ALL" : "A"), "MaxAttempts", (long)
                                    random.nextInt(3))));
        }
        if (random.nextBoolean() && index < names.size() - 1) {
            state.put("Catch", List.of(Map.of("ErrorEquals", List.of("States.ALL"), "Next", later(names, index))));
        }
    }

    private String later(List<String> names, int index) {
        return names.get(index + 1 + random.nextInt(names.size() - index - 1));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
