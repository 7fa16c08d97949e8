package sh.keptn.test.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.services.TaskAnswer;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;

/**
 * The whole way of a sequence: the trigger is accepted, the execution runs, each task is asked for over the bus, a task
 * service says started and finished, the sequence is finished. Each service of the project is one context of its own.
 */
final class FullPathBenchmark {

    private static final String WORKER = "worker";
    private static final int MINUTES = 5;

    private final Map<String, Long> took = new ConcurrentHashMap<>();
    private volatile CountDownLatch ended = new CountDownLatch(0);

    private FullPathBenchmark() {}

    /** Arguments: folder, number of tasks, number of sequences, how many are on their way at the same time. */
    public static void main(String[] arguments) throws Exception {
        int tasks = Integer.parseInt(arguments[1]);
        int sequences = Integer.parseInt(arguments[2]);
        int atOnce = Integer.parseInt(arguments[3]);
        Path path = Files.createTempDirectory(Path.of(arguments[0]), "path");
        new FullPathBenchmark().run(path, tasks, sequences, atOnce);
    }

    private void run(Path path, int tasks, int sequences, int atOnce) throws Exception {
        Plan plan = Shipyards.plan(Shipyards.ofTasks(tasks));
        ServiceMatcher matcher = (active, triggered) -> new ServiceMatcher.Match(List.of(WORKER), null);
        TaskWorker worker = request -> new TaskWorker.Answer(TaskAnswer.Finished.pass("done", Map.of()), Duration.ZERO);
        ExecutorService callers = Executors.newFixedThreadPool(atOnce);
        try (DataFolder folder = DataFolder.open(path);
                RealTimeline timeline = new RealTimeline(Clock.systemUTC());
                Standalone standalone = new Standalone(folder, timeline, plan, matcher, Map.of(WORKER, worker))) {
            ControlPlane control = standalone.controlPlane();
            round(callers, control, sequences / 2);
            took.clear();
            Cpu cpu = new Cpu();
            double seconds = round(callers, control, sequences);
            double micros = cpu.microsForEach(sequences);
            long[] sorted =
                    took.values().stream().mapToLong(Long::longValue).sorted().toArray();
            String name = tasks + "-task sequences from trigger to finished, " + atOnce + " at once";
            print(Figure.of(name, sequences / seconds, "a second"));
            print(Figure.of(name + ": CPU time", micros, "us"));
            print(Figure.of(name + ": median", sorted[sorted.length / 2] / 1e6, "ms"));
            print(Figure.of(name + ": 99 of 100 in", sorted[sorted.length * 99 / 100] / 1e6, "ms"));
        } finally {
            callers.shutdownNow();
        }
    }

    private double round(ExecutorService callers, ControlPlane control, int count) throws InterruptedException {
        ended = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            callers.execute(() -> one(control));
        }
        if (!ended.await(MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("sequences do not end: " + ended.getCount() + " are left");
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private void one(ControlPlane control) {
        String context = UUID.randomUUID().toString();
        long begin = System.nanoTime();
        control.trigger(new Trigger(
                "trigger-" + context,
                "benchmark",
                Shipyards.PROJECT,
                "dev",
                "delivery",
                List.of("service-" + context),
                context,
                Map.of(),
                null));
        while (!control.isFinished(Shipyards.PROJECT, context)) {
            LockSupport.parkNanos(5_000_000);
        }
        took.put(context, System.nanoTime() - begin);
        ended.countDown();
    }

    private static void print(Figure figure) {
        System.out.println(figure.line());
    }
}
