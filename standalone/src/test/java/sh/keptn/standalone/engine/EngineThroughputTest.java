package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.RealTimeline;

/** Reports how many one-task executions a second become durable; fails only where they do not finish. */
final class EngineThroughputTest {

    private static final int COUNT = Integer.getInteger("executions", 1_000);
    private static final String MACHINE = Json.write(Map.of(
            "QueryLanguage",
            "JSONata",
            "StartAt",
            "test",
            "States",
            Map.of(
                    "test",
                    Map.of(
                            "Type",
                            "Task",
                            "Resource",
                            "arn:aws:states:::lambda:invoke.waitForTaskToken",
                            "Arguments",
                            Map.of(
                                    "FunctionName",
                                    "dispatch",
                                    "Payload",
                                    Map.of("token", "{% $states.context.Task.Token %}")),
                            "TimeoutSeconds",
                            86400L,
                            "End",
                            true))));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void oneTaskExecutionsASecond() throws Exception {
        CountDownLatch answered = new CountDownLatch(COUNT);
        AtomicReference<EmbeddedEngine> engine = new AtomicReference<>();
        ExecutorService starters = Executors.newFixedThreadPool(32);
        try (Database database = Database.open(folder.resolve("keptn.db"));
                RealTimeline timeline = new RealTimeline(Clock.systemUTC())) {
            EmbeddedEngine own = new EmbeddedEngine(
                    database,
                    timeline,
                    call -> {
                        timeline.run(() -> {
                            Objects.requireNonNull(engine.get()).succeed(String.valueOf(call.token()), "{}");
                            answered.countDown();
                        });
                        return Map.of();
                    },
                    (execution, status) -> {},
                    new Random(1));
            engine.set(own);
            String machine = own.publish("m", "1", MACHINE);
            long begin = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                String name = "run" + i;
                starters.execute(() -> own.start(machine, name, "{}"));
            }
            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf("%d one-task executions: %.0f a second%n", COUNT, COUNT / seconds);
            assertThat(own.execution("execution:m:run0").orElseThrow().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        } finally {
            starters.shutdownNow();
        }
    }
}
