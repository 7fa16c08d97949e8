package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.VirtualTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** A process that ends after each single write, and a second one that goes on: the log is always the same. */
class CrashTest {

    private static final String CONTEXT = "11111111-2222-4333-8444-555555555555";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: crash}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - name: deployment
                  - name: test
                    triggeredAfter: 5m
              - name: qa
                sequences:
                - name: delivery
                  triggeredOn: [{event: dev.delivery.finished}]
                  tasks:
                  - name: deployment
                - name: smoke
                  triggeredOn: [{event: dev.delivery.finished, selector: {match: {result: fail}}}]
                  tasks:
                  - name: test
            """;

    private final Plan plan = Translator.translate("sockshop", new SourceFile("shipyard.yaml", SHIPYARD), null)
            .value()
            .orElseThrow();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyWriteCanBeTheLastOne() throws Exception {
        List<String> expected = runToTheEnd(folder.resolve("undisturbed.db"));
        assertThat(expected).hasSize(3 + 3 * 3 + 3);
        int crashes = 0;
        for (int write = 1; crashAfter(write, folder.resolve("run-" + write + ".db")); write++) {
            assertThat(runToTheEnd(folder.resolve("run-" + write + ".db")))
                    .as("a crash after write " + write)
                    .isEqualTo(expected);
            crashes = write;
        }
        assertThat(crashes).as("writes of one run").isGreaterThan(30);
    }

    /** Runs until the writer has committed so often and then goes no further; false if the run ended before. */
    private boolean crashAfter(int writes, Path file) throws InterruptedException {
        AtomicInteger committed = new AtomicInteger();
        CountDownLatch crashed = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread process = new Thread(() -> {
            Database database = Database.open(file, () -> {
                if (committed.incrementAndGet() == writes) {
                    crashed.countDown();
                    stopForEver();
                }
            });
            run(database);
            crashed.countDown();
            ended.countDown();
        });
        process.setDaemon(true);
        process.start();
        assertThat(crashed.await(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return ended.getCount() == 1 || !ended.await(0, TimeUnit.SECONDS);
    }

    private List<String> runToTheEnd(Path file) {
        assertThat(Files.exists(file.getParent())).isTrue();
        return run(Database.open(file));
    }

    /** One process: continues what is there and returns the log without its times. */
    private List<String> run(Database database) {
        List<String> doneAgain = Collections.synchronizedList(new ArrayList<>());
        try (VirtualTimeline timeline = new VirtualTimeline(START)) {
            ServiceMatcher matcher = (active, triggered) -> new ServiceMatcher.Match(List.of("worker"), null);
            ControlPlane[] control = new ControlPlane[1];
            TaskWorker worker = request -> work(control[0], request, doneAgain);
            Standalone standalone = new Standalone(database, timeline, plan, matcher, Map.of("worker", worker));
            control[0] = standalone.controlPlane();
            control[0].trigger(new Trigger(
                    "trigger", "test", "sockshop", "dev", "delivery", List.of("carts"), CONTEXT, Map.of(), null));
            waitForTheEnd(control[0]);
            assertThat(doneAgain)
                    .as("tasks done although their answer was acknowledged")
                    .isEmpty();
            List<String> log = log(control[0]).stream()
                    .map(event -> event.id() + " " + event.source() + " " + event.type() + " " + event.triggeredId()
                            + " " + event.data())
                    .toList();
            standalone.close();
            return log;
        }
    }

    private static TaskWorker.Answer work(@Nullable ControlPlane control, TaskRequest request, List<String> doneAgain) {
        if (control != null
                && log(control).stream()
                        .anyMatch(event -> event.type().endsWith(".finished")
                                && request.event().id().equals(event.triggeredId()))) {
            doneAgain.add(request.event().type());
        }
        return new TaskWorker.Answer(TaskAnswer.Finished.pass("done", Map.of()), Duration.ofSeconds(1));
    }

    private static void waitForTheEnd(ControlPlane control) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!control.status("sockshop", CONTEXT).finished()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the run does not end: " + log(control));
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private static List<KeptnEvent> log(ControlPlane control) {
        return control.log().after("sockshop", CONTEXT, 0).stream()
                .map(EventLog.Entry::event)
                .toList();
    }

    /** The writer neither commits nor answers any more, as in a process that is gone. */
    private static void stopForEver() {
        while (true) {
            LockSupport.park();
        }
    }
}
