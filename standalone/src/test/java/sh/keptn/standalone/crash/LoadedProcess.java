package sh.keptn.standalone.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * A process that is killed: standalone with many contexts at once. What was acknowledged to somebody outside is written down at
 * once, in a file that outlives the process, and compared with what is asked after the next start.
 */
final class LoadedProcess implements AutoCloseable {

    static final String PROJECT = "shop";

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: load}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - name: deployment
                  - parallel: [{name: test}, {tasks: [{name: load}, {name: evaluation}]}]
                  finally: [{name: notification}]
              - name: qa
                sequences:
                - name: delivery
                  triggeredOn: [{event: dev.delivery.finished}]
                  tasks: [{name: approval}, {name: release}]
            """;

    private static final String UNIFORM = """
            apiVersion: keptn.sh/v1
            kind: Uniform
            spec:
              services:
              - {name: local, command: [x], events: [deployment.triggered, load.triggered, evaluation.triggered, test.triggered]}
              - {name: remote, command: [x], events: [test.triggered, approval.triggered, release.triggered]}
              - {name: notifier, command: [x], events: [notification.triggered]}
            """;

    private final AcknowledgedFile acknowledged;
    private final Standalone standalone;

    /** What an earlier process has left begins before the constructor has ended. */
    private final CompletableFuture<ControlPlane> control = new CompletableFuture<>();

    private final ExecutorService outside = Executors.newFixedThreadPool(4);

    LoadedProcess(DataFolder folder, AcknowledgedFile acknowledged) {
        this.acknowledged = acknowledged;
        Map<String, TaskWorker> workers = new LinkedHashMap<>();
        workers.put("local", request -> work("local", request));
        workers.put("remote", request -> workLater("remote", request));
        workers.put("notifier", request -> work("notifier", request));
        this.standalone =
                new Standalone(folder, new RealTimeline(Clock.systemUTC()), plan(), new UniformMatcher(true), workers);
        control.complete(standalone.controlPlane());
    }

    /**
     * Keeps contexts going until it is killed, or until a number of them have ended.
     *
     * @param arguments data folder, how many contexts run at once, how many there are in all
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (DataFolder data = DataFolder.open(folder);
                AcknowledgedFile acknowledged = new AcknowledgedFile(folder.resolve("acknowledged"));
                LoadedProcess process = new LoadedProcess(data, acknowledged)) {
            System.out.println("ready");
            process.keepGoing(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    static Plan plan() {
        return Translator.translate(
                        PROJECT, new SourceFile("shipyard.yaml", SHIPYARD), new SourceFile("uniform.yaml", UNIFORM))
                .value()
                .orElseThrow();
    }

    /** The contexts have derived names: a later process finds those of an earlier one. */
    static String context(int number) {
        return new UUID(0x4000L, 1L << 63 | number).toString();
    }

    ControlPlane controlPlane() {
        return control.join();
    }

    private void keepGoing(int atOnce, int all) {
        int begun = 0;
        int ended = 0;
        while (ended < all) {
            while (begun < all && begun - ended < atOnce) {
                trigger(begun++);
            }
            while (ended < begun && controlPlane().isFinished(PROJECT, context(ended))) {
                ended++;
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private void trigger(int number) {
        String id = "trigger-" + number;
        if (!acknowledged.has(id)) {
            controlPlane()
                    .trigger(new Trigger(
                            id,
                            "test",
                            PROJECT,
                            "dev",
                            "delivery",
                            List.of("service-" + number % 20),
                            context(number),
                            Map.of(),
                            null));
            acknowledge(id);
        }
    }

    /** Written down, and told to whoever waits for his moment to kill. */
    private void acknowledge(String line) {
        acknowledged.add(line);
        System.out.println(line);
    }

    /** Answers as this process does; whether that was acknowledged is seen by the log only. */
    private TaskWorker.Answer work(String service, TaskRequest request) {
        KeptnEvent event = request.event();
        boolean finished = Log.of(controlPlane(), PROJECT, event.context()).events().stream()
                .anyMatch(answer -> event.id().equals(answer.triggeredId())
                        && answer.source().equals(service)
                        && answer.type().endsWith("." + EventType.FINISHED));
        if (finished) {
            acknowledged.add("WRONG: asked again for " + event);
        }
        return new TaskWorker.Answer(pass(), Duration.ZERO);
    }

    /** Answers as somebody outside does, who knows whether his answer was taken. */
    private TaskWorker.Answer workLater(String service, TaskRequest request) {
        KeptnEvent event = request.event();
        String done = "answered " + event.id() + " " + event.context();
        if (acknowledged.has(done)) {
            acknowledged.add("WRONG: asked again for " + event);
        }
        outside.execute(() -> {
            controlPlane().receive(answer(event, service, request.task()), service);
            acknowledge(done);
        });
        return new TaskWorker.Answer(new TaskAnswer.Pending("answered from outside"), Duration.ZERO);
    }

    private static TaskAnswer.Finished pass() {
        return TaskAnswer.Finished.pass("done", Map.of());
    }

    private static KeptnEvent answer(KeptnEvent event, String service, String task) {
        return new KeptnEvent(
                answerId(event.id()),
                service,
                new EventType.Task(task, EventType.FINISHED).text(),
                Instant.now(),
                event.context(),
                event.id(),
                null,
                Map.of("result", "pass", "status", "succeeded", "message", "done"));
    }

    static String answerId(String triggeredId) {
        return Ids.of("outside", triggeredId);
    }

    @Override
    public void close() {
        outside.shutdownNow();
        standalone.close();
    }
}
