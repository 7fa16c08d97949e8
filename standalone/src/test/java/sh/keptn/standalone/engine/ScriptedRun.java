package sh.keptn.standalone.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;

/**
 * Runs one execution with scripted task results: {@code {state: [{"result"} | {"error", "cause"} | {"timeout": true}]}}, used
 * in order, the last one again. With {@code crashing} the process state is thrown away after each piece of work.
 */
final class ScriptedRun {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final int LIMIT = 10_000;

    private final Path file;
    private final Map<String, @Nullable Object> script;
    private final boolean crashing;
    private final Map<String, Integer> used = new HashMap<>();
    private final Deque<Runnable> outside = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private ManualTimeline timeline = new ManualTimeline(START);
    private Database database;
    private EmbeddedEngine engine;

    ScriptedRun(Path file, Map<String, @Nullable Object> script, boolean crashing) {
        this.file = file;
        this.script = script;
        this.crashing = crashing;
        this.database = Database.open(file);
        this.engine = engine(database);
    }

    /** Runs to the end: {@code {status, output, error, cause, events}}, objects parsed, without timestamps. */
    Map<String, @Nullable Object> run(String definition, String input) {
        String machine = engine.publish("case", "1", definition);
        String reference = engine.start(machine, "run", input);
        int steps = 0;
        while (status(reference) == ExecutionStatus.RUNNING && step()) {
            steps++;
            if (steps > LIMIT) {
                throw new IllegalStateException("the run does not end");
            }
            if (crashing) {
                restart();
            }
        }
        Map<String, @Nullable Object> result = result(reference);
        database.close();
        return result;
    }

    int timersLeft() {
        return timeline.timers();
    }

    List<String> calls() {
        return calls;
    }

    private boolean step() {
        Runnable answer = outside.poll();
        if (answer != null) {
            answer.run();
            return true;
        }
        return timeline.runOne();
    }

    private void restart() {
        database.close();
        timeline = new ManualTimeline(timeline.clock().instant());
        database = Database.open(file);
        engine = engine(database);
        engine.recover();
    }

    private EmbeddedEngine engine(Database opened) {
        return new EmbeddedEngine(opened, timeline, this::invoke, (execution, status) -> {}, new Random(1));
    }

    private ExecutionStatus status(String reference) {
        return engine.execution(reference).orElseThrow().status();
    }

    private @Nullable Object invoke(FunctionCall call) {
        calls.add(call.state() + " " + Json.write(call.payload()).replace(String.valueOf(call.token()), "<token>"));
        Map<String, @Nullable Object> answer = next(call.state());
        boolean timeout = Boolean.TRUE.equals(answer.get("timeout"));
        String error = Json.text(answer, "error");
        Object cause = answer.get("cause");
        String causeText = cause == null || cause instanceof String ? (String) cause : Json.write(cause);
        String token = call.token();
        if (token == null || answer.containsKey("invocation")) {
            if (timeout || error != null) {
                throw new FunctionFailed(timeout ? "States.Timeout" : String.valueOf(error), causeText);
            }
            Object result = answer.get("result");
            return call.functionName().contains(":lambda:") && answer.containsKey("plain")
                    ? result
                    : new WholeResult(result);
        }
        if (error != null) {
            outside.add(() -> engine.fail(token, error, String.valueOf(causeText)));
        } else if (!timeout) {
            outside.add(() -> engine.succeed(token, Json.write(answer.get("result"))));
        }
        return Map.of();
    }

    private Map<String, @Nullable Object> next(String state) {
        if (!(script.get(state) instanceof List<?> list) || list.isEmpty()) {
            return Map.of("result", Map.of());
        }
        int index = used.merge(state, 1, Integer::sum) - 1;
        return Json.object((Map<?, ?>) list.get(Math.min(index, list.size() - 1)));
    }

    private Map<String, @Nullable Object> result(String reference) {
        Execution execution = engine.execution(reference).orElseThrow();
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", execution.status().name());
        if (execution.output() != null) {
            result.put("output", Json.parse(execution.output()));
        }
        if (execution.error() != null) {
            result.put("error", execution.error());
        }
        if (execution.cause() != null) {
            result.put("cause", parsed(execution.cause()));
        }
        List<Object> events = new ArrayList<>();
        for (HistoryEvent event : engine.history(reference)) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(event.toJson());
            json.remove("timestamp");
            events.add(Json.object((Map<?, ?>) java.util.Objects.requireNonNull(parsed(json))));
        }
        result.put("events", events);
        return result;
    }

    /** Strings that are JSON objects as objects, at any depth of an event; task tokens masked. */
    private static @Nullable Object parsed(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), parsed(each)));
            return copy;
        }
        if (value instanceof String text && text.startsWith("{")) {
            try {
                return masked(Json.parse(text));
            } catch (JsonException e) {
                return text;
            }
        }
        return value;
    }

    private static @Nullable Object masked(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(
                    String.valueOf(key), "token".equals(key) && each instanceof String ? "<token>" : masked(each)));
            return copy;
        }
        return value;
    }
}
