package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sh.keptn.controlplane.ports.StateMachines.TokenAnswer;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;

/**
 * Executions that wait for somebody to answer their token: what they need in memory, and how long a new process takes
 * until it has taken them over. The first process ends with all of them waiting.
 */
final class WaitingBenchmark {

    private static final int CALLERS = 128;

    private WaitingBenchmark() {}

    /** Arguments: folder, then {@code fill} and the number of executions, or {@code restart}. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Database database = Database.open(folder.resolve("keptn.db"));
                RealTimeline timeline = new RealTimeline(Clock.systemUTC())) {
            if (arguments[1].equals("fill")) {
                fill(folder, database, timeline, Integer.parseInt(arguments[2]));
            } else {
                restart(folder, database, timeline);
            }
        }
    }

    private static void fill(Path folder, Database database, RealTimeline timeline, int count) throws Exception {
        CountDownLatch asked = new CountDownLatch(count);
        Path token = folder.resolve("token");
        EmbeddedEngine engine = new EmbeddedEngine(
                database,
                timeline,
                call -> {
                    if (call.execution().endsWith("waits0")) {
                        write(token, String.valueOf(call.token()));
                    }
                    asked.countDown();
                    return Map.of();
                },
                (execution, status) -> {},
                new Random(1));
        Plan.StateMachine machine =
                Shipyards.plan(Shipyards.ofTasks(1)).stateMachines().get(0);
        String version = engine.publish(machine.name(), machine.hash(), Engines.filled(machine.definition()));
        long begin = System.nanoTime();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (int i = 0; i < count; i++) {
            String name = "waits" + i;
            callers.execute(() -> engine.start(version, name, "{\"sequence\":\"" + name + "\"}"));
        }
        asked.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        callers.shutdown();
        System.out.println(Figure.of(count + " waiting tokens: started", count / seconds, "a second")
                .line());
        memory(count + " waiting tokens");
    }

    private static void restart(Path folder, Database database, RealTimeline timeline) throws IOException {
        EmbeddedEngine engine = new EmbeddedEngine(
                database,
                timeline,
                call -> call.functionName().equals("CompleteSequence")
                        ? Map.of("result", "pass", "status", "")
                        : Map.of(),
                (execution, status) -> {},
                new Random(1));
        engine.recover();
        TokenAnswer answer = engine.succeed(Files.readString(folder.resolve("token")), "{}");
        if (answer != TokenAnswer.TAKEN) {
            throw new IllegalStateException("a token that waited is " + answer);
        }
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        double seconds = (System.currentTimeMillis() - started) / 1e3;
        System.out.println(Figure.of("restart: from the start of the process to the first token answered", seconds, "s")
                .line());
        memory("after the restart");
    }

    private static void memory(String name) throws IOException {
        System.out.println(Figure.of(name + ": resident memory", Memory.residentMegabytes(), "MB")
                .line());
        System.out.println(
                Figure.of(name + ": heap", Memory.heapMegabytes(), "MB").line());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
