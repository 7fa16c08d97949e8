package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.FunctionCall;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;

/**
 * How many executions of a compiled sequence the embedded engine carries to their end in a second, every step durable and
 * so many at once. Beside it, with as many callers and steps of the same size: how many group commit alone would make
 * durable, and how many the database would, as rows. As many executions are run before, so that compiling the program has
 * little part in it.
 */
final class EngineBenchmark {

    private static final int CALLERS = 128;
    private static final int MINUTES = 5;

    private final int tasks;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicReference<EmbeddedEngine> engine = new AtomicReference<>();
    /** One for each execution that may run at the same time. */
    private final Semaphore places = new Semaphore(CALLERS);

    private volatile CountDownLatch ended = new CountDownLatch(0);

    private EngineBenchmark(int tasks) {
        this.tasks = tasks;
    }

    /** Arguments: folder, number of tasks, number of executions. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "engine");
        int tasks = Integer.parseInt(arguments[1]);
        new EngineBenchmark(tasks).run(folder, Integer.parseInt(arguments[2]));
    }

    private void run(Path folder, int executions) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        Path file = folder.resolve("keptn.db");
        Plan.StateMachine machine =
                Shipyards.plan(Shipyards.ofTasks(tasks)).stateMachines().get(0);
        try (Database database = Database.open(file, commits::incrementAndGet);
                RealTimeline timeline = new RealTimeline(Clock.systemUTC())) {
            EmbeddedEngine own = new EmbeddedEngine(
                    database, timeline, call -> call(timeline, call), (one, status) -> {}, new Random(1));
            engine.set(own);
            String version = own.publish(machine.name(), machine.hash(), Engines.filled(machine.definition()));
            seconds(callers, own, version, "warm-up", executions);
            commits.set(0);
            Cpu cpu = new Cpu();
            double seconds = seconds(callers, own, version, "measured", executions);
            double micros = cpu.microsForEach(executions);
            long steps = (long) executions * stepsOf(own, machine.name());
            int bytes = bytesOfOne(own, machine.name());
            Raw raw = raw(callers, folder.resolve("raw"), executions, stepsOf(own, machine.name()), bytes);
            Raw rows = rows(callers, folder.resolve("rows.db"), executions, stepsOf(own, machine.name()), bytes);
            String name = tasks + "-task executions";
            print(new Figure(name, executions / seconds, "a second", "group commit alone", executions / raw.seconds()));
            print(new Figure(name + ": CPU time", micros, "us", "group commit alone", raw.micros()));
            print(new Figure(name, executions / seconds, "a second", "its rows alone", executions / rows.seconds()));
            print(new Figure(name + ": CPU time", micros, "us", "its rows alone", rows.micros()));
            print(Figure.of(name + ": bytes of log", bytes, "bytes"));
            print(Figure.of(name + ": steps in one commit", (double) steps / commits.get(), "steps"));
        } finally {
            callers.shutdownNow();
        }
    }

    private Object call(RealTimeline timeline, FunctionCall call) {
        if (call.functionName().equals("CompleteSequence")) {
            ended.countDown();
            places.release();
            return Map.of("result", "pass", "status", "succeeded");
        }
        String token = String.valueOf(call.token());
        timeline.run(() -> {
            EmbeddedEngine own = engine.get();
            if (own != null) {
                own.succeed(token, "{\"result\":\"pass\",\"status\":\"succeeded\"}");
            }
        });
        return Map.of();
    }

    private double seconds(ExecutorService callers, EmbeddedEngine own, String version, String prefix, int count)
            throws InterruptedException {
        ended = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            places.acquire();
            callers.execute(() -> own.start(version, name, "{\"sequence\":\"" + name + "\"}"));
        }
        if (!ended.await(MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("only " + (count - ended.getCount()) + " executions have ended");
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Start, and for each task two steps (the function has returned, the token is answered), and the last state's one. */
    private int stepsOf(EmbeddedEngine own, String machine) {
        String reference = "execution:" + machine + ":warm-up0";
        if (own.execution(reference).orElseThrow().status() == ExecutionStatus.FAILED) {
            throw new IllegalStateException("executions fail: " + own.history(reference));
        }
        return 2 + 2 * tasks;
    }

    /** What one execution has written, without the repeated snapshots of its state. */
    private static int bytesOfOne(EmbeddedEngine own, String machine) {
        return own.history("execution:" + machine + ":warm-up0").stream()
                .mapToInt(event -> Json.write(event.toJson()).length())
                .sum();
    }

    private record Raw(double seconds, double micros) {}

    private static Raw raw(ExecutorService callers, Path file, int executions, int steps, int bytes)
            throws IOException, InterruptedException {
        byte[] step = new byte[bytes / steps];
        try (GroupCommit raw = new GroupCommit(file)) {
            return stepByStep(callers, executions, steps, execution -> raw.append(step));
        }
    }

    /** For each step a row of log, and the execution's row anew. */
    private static Raw rows(ExecutorService callers, Path file, int executions, int steps, int bytes)
            throws InterruptedException {
        String step = "x".repeat(bytes / steps);
        try (Database database = Database.open(file)) {
            database.write(statements -> {
                statements.define("CREATE TABLE executions (number INTEGER PRIMARY KEY, body TEXT NOT NULL)");
                statements.define("CREATE TABLE log (number INTEGER PRIMARY KEY, execution INTEGER NOT NULL,"
                        + " events TEXT NOT NULL)");
                statements.define("CREATE INDEX log_of ON log (execution)");
                return true;
            });
            return stepByStep(
                    callers,
                    executions,
                    steps,
                    execution -> database.writeLater(statements -> {
                        statements.update(
                                "INSERT OR REPLACE INTO executions (number, body) VALUES (?, ?)", execution, step);
                        return statements.update("INSERT INTO log (execution, events) VALUES (?, ?)", execution, step)
                                == 1;
                    }));
        }
    }

    /** Each caller waits for a step of its execution before it makes the next one. */
    private static Raw stepByStep(
            ExecutorService callers, int executions, int steps, IntFunction<CompletableFuture<Boolean>> step)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(executions);
        Cpu cpu = new Cpu();
        long begin = System.nanoTime();
        for (int i = 0; i < executions; i++) {
            int execution = i;
            callers.execute(() -> {
                for (int each = 0; each < steps; each++) {
                    step.apply(execution).join();
                }
                done.countDown();
            });
        }
        done.await();
        return new Raw((System.nanoTime() - begin) / 1e9, cpu.microsForEach(executions));
    }

    private static void print(Figure figure) {
        System.out.println(figure.line());
    }
}
