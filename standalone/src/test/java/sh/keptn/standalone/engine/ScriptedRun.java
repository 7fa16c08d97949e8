package sh.keptn.standalone.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.time.ManualTimeline;

/**
 * Runs one execution with scripted task results. The process state is thrown away after the pieces of work that are chosen;
 * during others nothing can be written.
 */
final class ScriptedRun {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final int LIMIT = 10_000;

    private final Path file;
    private final ScriptedFunctions functions;
    private final IntPredicate crashAfter;
    private final IntPredicate unwritable;
    private final List<String> calls = new ArrayList<>();
    private ManualTimeline timeline = new ManualTimeline(START);
    private Database database;
    private EmbeddedEngine engine;
    private int failures;

    /** @param crashAfter whether to crash after a piece of work; the first one is 1 */
    ScriptedRun(Path file, Map<String, @Nullable Object> script, IntPredicate crashAfter) {
        this(file, script, crashAfter, step -> false);
    }

    /** @param unwritable whether nothing can be written during a piece of work; the first one is 1 */
    ScriptedRun(Path file, Map<String, @Nullable Object> script, IntPredicate crashAfter, IntPredicate unwritable) {
        this.file = file;
        this.functions = new ScriptedFunctions(Json.write(script), this::engine);
        this.crashAfter = crashAfter;
        this.unwritable = unwritable;
        this.database = Database.open(file);
        this.engine = engine(database);
    }

    /** Runs to the end: {@code {status, output, error, cause, events}}, see {@link ExecutionJson}; tokens are masked. */
    Map<String, @Nullable Object> run(String definition, String input) {
        String machine = engine.publish("case", "1", definition);
        String reference = engine.start(machine, "run", input);
        int steps = 0;
        while (execution(reference).status() == ExecutionStatus.RUNNING && step(steps + 1)) {
            steps++;
            if (steps > LIMIT) {
                throw new IllegalStateException("the run does not end");
            }
            if (crashAfter.test(steps)) {
                restart();
            }
        }
        Map<String, @Nullable Object> result = ExecutionJson.of(execution(reference), engine.history(reference));
        database.close();
        return Json.object((Map<?, ?>) java.util.Objects.requireNonNull(masked(result)));
    }

    /** How often something could not be written. */
    int failures() {
        return failures;
    }

    int timersLeft() {
        return timeline.timers();
    }

    List<String> calls() {
        return calls;
    }

    private boolean step(int number) {
        return functions.answer() || (unwritable.test(number) ? fail() : timeline.runOne()) || functions.timeOut();
    }

    /** Nothing can be written during a piece of work; somebody outside would ask again for his. */
    private boolean fail() {
        writable(false);
        try {
            return timeline.runOne();
        } catch (DatabaseException e) {
            failures++;
            return true;
        } finally {
            writable(true);
        }
    }

    private void writable(boolean is) {
        database.write(statements -> {
            statements.define("PRAGMA query_only=" + (is ? "OFF" : "ON"));
            return true;
        });
    }

    private void restart() {
        database.close();
        timeline = new ManualTimeline(timeline.clock().instant());
        database = Database.open(file);
        engine = engine(database);
        engine.recover();
    }

    private EmbeddedEngine engine() {
        return engine;
    }

    private EmbeddedEngine engine(Database opened) {
        return new EmbeddedEngine(opened, timeline, this::invoke, (execution, status) -> {}, new Random(1));
    }

    private Execution execution(String reference) {
        return engine.execution(reference).orElseThrow();
    }

    private @Nullable Object invoke(FunctionCall call) {
        calls.add(call.state() + " " + Json.write(call.payload()).replace(String.valueOf(call.token()), "<token>"));
        return functions.invoke(call);
    }

    private static @Nullable Object masked(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(
                    String.valueOf(key), "token".equals(key) && each instanceof String ? "<token>" : masked(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(masked(each)));
            return copy;
        }
        return value;
    }
}
