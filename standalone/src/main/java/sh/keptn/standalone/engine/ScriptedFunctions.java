package sh.keptn.standalone.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @throws IllegalArgumentException if the text is no such script; the message is one sentence
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
            throw new IllegalArgumentException("the task results are no JSON object: " + e.getMessage(), e);
        }
        json.forEach((state, results) -> {
            if (!(results instanceof List<?> list)) {
                throw new IllegalArgumentException("the task results of `" + state + "` are no list");
            }
            List<Map<String, @Nullable Object>> read = new ArrayList<>();
            list.forEach(result -> read.add(result(state, result)));
            script.put(state, read);
        });
        return script;
    }

    private static Map<String, @Nullable Object> result(String state, @Nullable Object result) {
        if (result instanceof Map<?, ?> map
                && KEYS.containsAll(map.keySet())
                && ONE_OF.stream().filter(map::containsKey).count() == 1) {
            return Json.object(map);
        }
        throw new IllegalArgumentException("a task result of `" + state + "` is " + Json.write(result)
                + ", expected {\"result\": ...}, {\"error\": ..., \"cause\": ...} or {\"timeout\": true}");
    }
}
