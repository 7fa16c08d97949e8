package sh.keptn.test.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private FullPathBenchmark() {}

    /** Arguments: folder, number of tasks, number of sequences, how many are on their way at the same time. */
    public static void main(String[] arguments) throws Exception {
        int tasks = Integer.parseInt(arguments[1]);
        int sequences = Integer.parseInt(arguments[2]);
        int atOnce = Integer.parseInt(arguments[3]);
        Path path = Files.createTempDirectory(Path.of(arguments[0]), "path");
        run(path, tasks, sequences, atOnce);
    }

    private static void run(Path path, int tasks, int sequences, int atOnce) throws Exception {
        Plan plan = Shipyards.plan(Shipyards.ofTasks(tasks));
        ServiceMatcher matcher = (active, triggered) -> new ServiceMatcher.Match(List.of(WORKER), null);
        TaskWorker worker = request -> new TaskWorker.Answer(TaskAnswer.Finished.pass("done", Map.of()), Duration.ZERO);
        try (DataFolder folder = DataFolder.open(path);
                RealTimeline timeline = new RealTimeline(Clock.systemUTC());
                Standalone standalone = new Standalone(folder, timeline, plan, matcher, Map.of(WORKER, worker));
                Deliveries deliveries = new Deliveries(standalone.controlPlane(), atOnce)) {
            deliveries.run(0, sequences / 2, FullPathBenchmark::order);
            Cpu cpu = new Cpu();
            Deliveries.Took took = deliveries.run(sequences / 2, sequences, FullPathBenchmark::order);
            double micros = cpu.microsForEach(sequences);
            String name = tasks + "-task sequences from trigger to finished, " + atOnce + " at once";
            print(Figure.of(name, sequences / took.seconds(), "a second"));
            print(Figure.of(name + ": CPU time", micros, "us"));
            print(Figure.of(name + ": median", took.millis(50), "ms"));
            print(Figure.of(name + ": 99 of 100 in", took.millis(99), "ms"));
        }
    }

    private static Deliveries.Order order(int number) {
        return new Deliveries.Order("service" + number, Map.of());
    }

    private static void print(Figure figure) {
        System.out.println(figure.line());
    }
}
