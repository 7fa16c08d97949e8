package sh.keptn.standalone.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/**
 * Functions whose results are known in advance: for each state a list, used in the order in which it is entered, the last
 * entry again where there are no more. Somebody outside answers the tokens with the same results.
 */
public final class ScriptedFunctions implements FunctionInvoker {

    private static final Set<String> ONE_OF = Set.of("result", "error", "timeout");
    private static final Set<String> KEYS = Set.of("result", "error", "cause", "timeout");

    private final Map<String, List<Map<String, @Nullable Object>>> script;
    private final Supplier<EmbeddedEngine> engine;
    private final Map<String, Integer> used = new HashMap<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Deque<String> timingOut = new ArrayDeque<>();

    /**
     * Reads a script: {@code {state: [{"result"} | {"error", "cause"} | {"timeout": true}]}}.
     *
     * @param engine that of the execution, which answers go to
     * @throws InvalidScriptException if the text is no such script
     */
    public ScriptedFunctions(String script, Supplier<EmbeddedEngine> engine) {
        this.script = parse(script);
        this.engine = engine;
    }

    @Override
    public @Nullable Object invoke(FunctionCall call) {
        Map<String, @Nullable Object> answer = next(call.state());
        boolean timesOut = Boolean.TRUE.equals(answer.get("timeout"));
        String error = Json.text(answer, "error");
        String token = call.token();
        if (token == null) {
            if (timesOut || error != null) {
                throw new FunctionFailed(timesOut ? StateError.TIMEOUT : String.valueOf(error), cause(answer));
            }
            return new WholeResult(answer.get("result"));
        }
        synchronized (this) {
            if (timesOut) {
                timingOut.add(token);
            } else if (error != null) {
                answers.add(() -> engine.get().fail(token, error, String.valueOf(cause(answer))));
            } else {
                answers.add(() -> engine.get().succeed(token, Json.write(answer.get("result"))));
            }
        }
        return Map.of();
    }

    /** The names of states that results are given for and that a definition has no Task of, in its branches and iterations either. */
    public List<String> unknownStates(String definition) {
        Set<String> tasks = new HashSet<>();
        collectTasks(Json.parseObject(definition), tasks);
        return script.keySet().stream().filter(state -> !tasks.contains(state)).toList();
    }

    private static void collectTasks(Map<String, @Nullable Object> graph, Set<String> tasks) {
        Json.child(graph, "States").forEach((name, value) -> {
            Map<String, @Nullable Object> state = value instanceof Map<?, ?> map ? Json.object(map) : Map.of();
            if ("Task".equals(state.get("Type"))) {
                tasks.add(name);
            }
            collectTasks(Json.child(state, "ItemProcessor"), tasks);
            if (state.get("Branches") instanceof List<?> branches) {
                for (Object branch : branches) {
                    collectTasks(branch instanceof Map<?, ?> map ? Json.object(map) : Map.of(), tasks);
                }
            }
        });
    }

    /** Gives the next answer to a token; false if none is due. */
    public boolean answer() {
        Runnable answer;
        synchronized (this) {
            answer = answers.poll();
        }
        if (answer != null) {
            answer.run();
        }
        return answer != null;
    }

    /** Ends a state that is to time out but has no limit that it could exceed; false if there is none. */
    public boolean timeOut() {
        String token;
        synchronized (this) {
            token = timingOut.poll();
        }
        if (token != null) {
            engine.get().fail(token, StateError.TIMEOUT, "");
        }
        return token != null;
    }

    private synchronized Map<String, @Nullable Object> next(String state) {
        List<Map<String, @Nullable Object>> results = script.getOrDefault(state, List.of());
        int index = used.merge(state, 1, Integer::sum) - 1;
        return results.isEmpty() ? Map.of("result", Map.of()) : results.get(Math.min(index, results.size() - 1));
    }

    private static @Nullable String cause(Map<String, @Nullable Object> answer) {
        Object cause = answer.get("cause");
        return cause == null || cause instanceof String ? (String) cause : Json.write(cause);
    }

    private static Map<String, List<Map<String, @Nullable Object>>> parse(String text) {
        Map<String, List<Map<String, @Nullable Object>>> script = new LinkedHashMap<>();
        Map<String, @Nullable Object> json;
        try {
            json = Json.parseObject(text);
        } catch (JsonException e) {
            throw new InvalidScriptException(List.of("the task results are no JSON object: " + e.getMessage()), e);
        }
        List<String> problems = new ArrayList<>();
        json.forEach((state, results) -> {
            List<Map<String, @Nullable Object>> read = new ArrayList<>();
            if (results instanceof List<?> list) {
                list.forEach(result -> result(state, result, problems).ifPresent(read::add));
            } else {
                problems.add("the task results of `" + state + "` are no list");
            }
            script.put(state, read);
        });
        if (!problems.isEmpty()) {
            throw new InvalidScriptException(problems, null);
        }
        return script;
    }

    private static Optional<Map<String, @Nullable Object>> result(
            String state, @Nullable Object result, List<String> problems) {
        if (result instanceof Map<?, ?> map
                && KEYS.containsAll(map.keySet())
                && ONE_OF.stream().filter(map::containsKey).count() == 1) {
            return Optional.of(Json.object(map));
        }
        problems.add("a task result of `" + state + "` is " + Json.write(result)
                + ", expected {\"result\": ...}, {\"error\": ..., \"cause\": ...} or {\"timeout\": true}");
        return Optional.empty();
    }

    /** A text that is no script. */
    public static final class InvalidScriptException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> problems;

        InvalidScriptException(List<String> problems, @Nullable Throwable cause) {
            super(String.join("; ", problems), cause);
            this.problems = new ArrayList<>(problems);
        }

        /** All that is wrong with it, each one sentence. */
        public List<String> problems() {
            return List.copyOf(problems);
        }
    }
}
