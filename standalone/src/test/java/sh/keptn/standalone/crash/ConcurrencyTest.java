package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** Many threads that answer, abort, redrive, pause, resume, trigger and let time pass, all at once and for the same contexts. */
class ConcurrencyTest {

    private static final int ROUNDS = Integer.getInteger("runs", Boolean.getBoolean("full") ? 1_000 : 25);
    private static final long SEED = Long.getLong("seed", 20260101);
    private static final int THREADS = 8;
    private static final int CALLS = 12;
    private static final int CONTEXTS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String PROJECT = "shop";

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: concurrency}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - {name: approval, timeout: 1h}
                  - parallel: [{name: test}, {name: approval, properties: {pass: manual}}]
                  onFailure: [{name: rollback}]
                  finally: [{name: notification}]
              - name: qa
                sequences:
                - name: delivery
                  triggeredOn: [{event: dev.delivery.finished}]
                  tasks: [{name: test}]
            """;

    private static final String UNIFORM = """
            apiVersion: keptn.sh/v1
            kind: Uniform
            spec:
              services:
              - {name: first, external: true, events: [approval.triggered, test.triggered]}
              - {name: second, external: true, events: [approval.triggered, rollback.triggered]}
              - {name: third, external: true, events: [approval.triggered, notification.triggered], confirms: true}
            """;

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AtomicLong passed = new AtomicLong();
    private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);

    @Test
    void everyOrderOfCallsLeavesEverythingInOrder() throws Exception {
        InstantSource time = () -> Instant.now().plusSeconds(passed.get());
        Clock clock = time.withZone(ZoneOffset.UTC);
        Plan plan = Translator.translate(
                        PROJECT, new SourceFile("shipyard.yaml", SHIPYARD), new SourceFile("uniform.yaml", UNIFORM))
                .value()
                .orElseThrow();
        RealTimeline timeline = new RealTimeline(clock);
        try (DataFolder data = DataFolder.open(folder);
                Standalone standalone = new Standalone(data, timeline, plan, new UniformMatcher(true), Map.of())) {
            for (int round = 0; round < ROUNDS; round++) {
                play(SEED + round, standalone.controlPlane(), timeline);
            }
        } finally {
            callers.shutdownNow();
        }
        List<String> leftovers = Leftovers.in(folder.resolve("keptn.db"));
        Points.print("concurrent rounds", ROUNDS, leftovers.size(), THREADS * CALLS + " calls each, seed " + SEED);
        assertThat(leftovers).isEmpty();
    }

    private void play(long seed, ControlPlane control, RealTimeline timeline) throws Exception {
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < CONTEXTS; i++) {
            contexts.add(new UUID(seed << 16 | 0x4000, 1L << 63 | i).toString());
            trigger(control, contexts.get(i));
        }
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Future<?>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(seed * THREADS + thread);
            calls.add(callers.submit(() -> {
                together.await();
                for (int call = 0; call < CALLS; call++) {
                    call(control, contexts.get(random.nextInt(contexts.size())), random);
                }
                return null;
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        settle(control, timeline, contexts);
        for (String context : contexts) {
            assertThat(Log.of(control, PROJECT, context).violations())
                    .as("-Druns=1 -Dseed=" + seed + ", context " + context)
                    .isEmpty();
        }
    }

    private void call(ControlPlane control, String context, Random random) {
        switch (random.nextInt(16)) {
            case 0 -> control.abort(PROJECT, context, random.nextBoolean() ? "dev" : null, "aborted");
            case 1, 2 -> control.redrive(PROJECT, context, null);
            case 3 -> control.pause(PROJECT, context, random.nextBoolean() ? "dev" : null);
            case 4, 5 -> control.resume(PROJECT, context, null);
            case 6 -> trigger(control, context);
            case 7 -> {
                passed.addAndGet(Duration.ofMinutes(random.nextInt(90)).toSeconds());
                control.sweep();
            }
            default ->
                control.status(PROJECT, context)
                        .open()
                        .forEach(task -> task.expected().forEach(service -> answer(control, task, service, random)));
        }
    }

    private static void trigger(ControlPlane control, String context) {
        control.trigger(new Trigger(
                "trigger-" + context, "test", PROJECT, "dev", "delivery", List.of("carts"), context, Map.of(), null));
    }

    private static void answer(ControlPlane control, TaskRow task, String service, Random random) {
        if (random.nextBoolean()) {
            receive(control, task, service, EventType.STARTED);
        }
        receive(control, task, service, EventType.FINISHED);
    }

    /** A task service says the same however often it is asked. */
    private static void receive(ControlPlane control, TaskRow task, String service, String phase) {
        boolean fails = phase.equals(EventType.FINISHED) && (task.triggeredId() + service).hashCode() % 4 == 0;
        control.receive(
                new KeptnEvent(
                        Ids.of("answer", task.triggeredId(), service, phase),
                        service,
                        new EventType.Task(task.dispatch().task(), phase).text(),
                        Instant.EPOCH,
                        task.dispatch().context(),
                        task.triggeredId(),
                        null,
                        Map.of("result", fails ? "fail" : "pass", "status", "succeeded")),
                service);
    }

    /** Answers whatever is open until all contexts have ended, and calls that are made again have been. */
    private static void settle(ControlPlane control, RealTimeline timeline, List<String> contexts) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!timeline.isIdle() || !contexts.stream().allMatch(context -> control.isFinished(PROJECT, context))) {
            if (timeline.isIdle()) {
                contexts.forEach(context -> goOn(control, context));
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("does not end: "
                        + contexts.stream()
                                .map(context ->
                                        control.status(PROJECT, context) + " " + Log.of(control, PROJECT, context))
                                .toList());
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static void goOn(ControlPlane control, String context) {
        control.resume(PROJECT, context, null);
        for (TaskRow task : control.status(PROJECT, context).open()) {
            task.expected().forEach(service -> receive(control, task, service, EventType.FINISHED));
        }
    }
}
