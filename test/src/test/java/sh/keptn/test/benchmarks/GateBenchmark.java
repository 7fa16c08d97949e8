package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.test.JMeter;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.services.LocalTaskServices;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.standalone.time.Timeline;
import sh.keptn.translator.Plan;

/**
 * The whole way of an evaluation, from the event that asks for it to the end of its sequence: objectives are read, values taken from what
 * a test has left in the event, compared with earlier results from the database, and the result is stored there. Beside it the same
 * sequences whose task is answered at once.
 */
final class GateBenchmark {

    private static final int STEPS = 4;
    private static final int INDICATORS = Gates.indicators(STEPS).size();
    private static final int COMPARED = 3;
    private static final String GATE = "gate";
    private static final Plan PLAN = Shipyards.plan(Shipyards.ofGate(), """
            kind: Uniform
            spec:
              services:
              - name: %s
                builtin: evaluation
                events: [evaluation.triggered]
            """.formatted(GATE));

    private final Path path;
    private final int evaluations;
    private final int atOnce;
    private final LongAdder compared = new LongAdder();

    private GateBenchmark(Path path, int evaluations, int atOnce) {
        this.path = path;
        this.evaluations = evaluations;
        this.atOnce = atOnce;
    }

    /** Arguments: folder, number of evaluations, how many are on their way at the same time. */
    public static void main(String[] arguments) throws Exception {
        Path path = Files.createTempDirectory(Path.of(arguments[0]), "gate");
        new GateBenchmark(path, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).run();
    }

    private void run() throws Exception {
        objectives();
        Took gate = gate();
        Took plain = plain();
        String name = "evaluations of " + INDICATORS + " SLIs, " + atOnce + " at once";
        String beside = "a task that is answered at once";
        print(new Figure(name, gate.aSecond(), "a second", beside, plain.aSecond()));
        print(new Figure(name + ": CPU time", gate.micros(), "us", beside, plain.micros()));
        print(Figure.of(name + ": all " + evaluations, evaluations / gate.aSecond(), "s"));
        print(Figure.of(name + ": median", gate.rest().millis(50), "ms"));
        print(Figure.of(name + ": 99 of 100 in", gate.rest().millis(99), "ms"));
        print(Figure.of(name + ": earlier results beside one", (double) compared.sum() / evaluations, "results"));
        print(new Figure(name + ": heap after all", gate.heap(), "MB", "after a tenth", gate.heapBefore()));
        print(Figure.of(name + ": resident memory", gate.resident(), "MB"));
    }

    private void objectives() throws IOException {
        String objectives = Gates.objectives(Gates.indicators(STEPS), COMPARED);
        for (int service = 0; service < services(); service++) {
            Path folder = Files.createDirectories(path.resolve("dev").resolve(name(service)));
            Files.writeString(folder.resolve("slo.yaml"), objectives);
        }
    }

    /** So many that few sequences have to wait for another one of their service. */
    private int services() {
        return 2 * atOnce;
    }

    private static String name(int service) {
        return "service" + service;
    }

    private Took gate() throws Exception {
        try (DataFolder folder = DataFolder.open(path.resolve("data"));
                Database database = Database.open(folder.database());
                RealTimeline timeline = new RealTimeline(Clock.systemUTC());
                Standalone standalone = new Standalone(
                        database, timeline, PLAN, new UniformMatcher(true), Map.of(GATE, gate(database, timeline)))) {
            Took took = took(standalone);
            check(new Evaluations(new SqliteStore(database, due -> {})));
            return took;
        }
    }

    private TaskWorker gate(Database database, Timeline timeline) {
        Evaluations stored = new Evaluations(new SqliteStore(database, due -> {}));
        LocalTaskServices services = new LocalTaskServices(
                PLAN,
                path,
                Map.of(),
                path,
                (triggered, evaluator) -> stored.before(triggered, evaluator).peek(earlier -> compared.increment()),
                secret -> Optional.empty(),
                JMeter.missing("no test is run"),
                timeline.clock());
        return TaskWorker.of(services.find(PLAN.taskServices().get(0)));
    }

    private Took plain() throws Exception {
        TaskWorker worker = request -> new TaskWorker.Answer(TaskAnswer.Finished.pass("done", Map.of()), Duration.ZERO);
        try (DataFolder folder = DataFolder.open(path.resolve("plain"));
                RealTimeline timeline = new RealTimeline(Clock.systemUTC());
                Standalone standalone =
                        new Standalone(folder, timeline, PLAN, new UniformMatcher(true), Map.of(GATE, worker))) {
            return took(standalone);
        }
    }

    /**
     * What was measured.
     *
     * @param aSecond of all
     * @param micros processor time of one, without the first tenth
     * @param rest without the first tenth
     * @param heapBefore in MB, after the first tenth
     * @param heap in MB, after all
     * @param resident in MB
     */
    private record Took(
            double aSecond, double micros, Deliveries.Took rest, double heapBefore, double heap, double resident) {}

    private Took took(Standalone standalone) throws InterruptedException, IOException {
        try (Deliveries deliveries = new Deliveries(standalone.controlPlane(), atOnce)) {
            int tenth = evaluations / 10;
            Deliveries.Took first = deliveries.run(0, tenth, this::order);
            double heap = Memory.heapMegabytes();
            Cpu cpu = new Cpu();
            Deliveries.Took rest = deliveries.run(tenth, evaluations - tenth, this::order);
            double micros = cpu.microsForEach(evaluations - tenth);
            return new Took(
                    evaluations / (first.seconds() + rest.seconds()),
                    micros,
                    rest,
                    heap,
                    Memory.heapMegabytes(),
                    Memory.residentMegabytes());
        }
    }

    private Deliveries.Order order(int number) {
        return new Deliveries.Order(name(number % services()), Gates.measured(STEPS, number));
    }

    private void check(Evaluations stored) {
        long passed = IntStream.range(0, services())
                .mapToLong(service -> stored.newestFirst(Shipyards.PROJECT, "dev", name(service))
                        .filter(row -> row.outcome().result().equals("pass")
                                && row.indicators().size() == INDICATORS)
                        .count())
                .sum();
        if (passed != evaluations) {
            throw new IllegalStateException("of " + evaluations + " evaluations " + passed + " have passed");
        }
    }

    private static void print(Figure figure) {
        System.out.println(figure.line());
    }
}
