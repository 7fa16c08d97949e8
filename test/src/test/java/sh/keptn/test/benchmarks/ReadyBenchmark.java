package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
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

/** From the start of a process to the moment when control plane, engine and bus take work on an empty data folder. */
final class ReadyBenchmark {

    private ReadyBenchmark() {}

    /** Argument: the data folder. */
    public static void main(String[] arguments) throws IOException {
        ServiceMatcher matcher = (active, triggered) -> new ServiceMatcher.Match(List.of("worker"), null);
        TaskWorker worker = request -> new TaskWorker.Answer(TaskAnswer.Finished.pass("done", Map.of()), Duration.ZERO);
        try (DataFolder folder = DataFolder.open(Path.of(arguments[0]));
                RealTimeline timeline = new RealTimeline(Clock.systemUTC());
                Standalone standalone = new Standalone(
                        folder, timeline, Shipyards.plan(Shipyards.ofTasks(3)), matcher, Map.of("worker", worker))) {
            if (standalone.controlPlane().isFinished(Shipyards.PROJECT, "none")) {
                throw new IllegalStateException("a context that nobody has triggered is finished");
            }
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            double seconds = (System.currentTimeMillis() - started) / 1e3;
            System.out.println(Figure.of("standalone ready", seconds, "s").line());
            System.out.println(Figure.of("standalone ready: resident memory", Memory.residentMegabytes(), "MB")
                    .line());
        }
    }
}
