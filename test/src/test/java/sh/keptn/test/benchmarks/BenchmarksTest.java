package sh.keptn.test.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the benchmarks, each in a JVM of its own, and prints one table; with {@code -Dfull=true} in the sizes of the budgets,
 * else in small ones that only show that they work. A slow machine is no failure: only ratios within one run are checked,
 * far from where they should be.
 */
class BenchmarksTest {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int TIMEOUT_MINUTES = 10;

    /** What runs for a second has nothing from the optimizing compiler. */
    private static final String TIERS = FULL ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";

    /** A time may be this many times as long as the one that it stands beside. */
    private static final double ABSURD = 100;

    /** Memory that ought to stay the same may become this many times as much. */
    private static final double ABSURD_GROWTH = 3;

    /** In the module's folder and not in the system's temporary one, which may lie in memory. */
    @TempDir(factory = TargetFolder.class)
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static final List<Figure> FIGURES = new ArrayList<>();

    @BeforeAll
    static void nameTheMachine() throws IOException {
        Machine.describe(folder).forEach(System.out::println);
    }

    @AfterAll
    static void print() {
        System.out.print(FigureTable.of(FIGURES));
    }

    @Test
    void oneTaskExecutions() throws IOException, InterruptedException {
        engine(1, FULL ? 20_000 : 600);
    }

    @Test
    void thirteenTaskExecutions() throws IOException, InterruptedException {
        engine(13, FULL ? 4_000 : 60);
    }

    private static void engine(int tasks, int executions) throws IOException, InterruptedException {
        checkRatios(run(List.of(), EngineBenchmark.class, folder.toString(), "" + tasks, "" + executions));
    }

    private static void checkRatios(List<Figure> figures) {
        assertThat(figures)
                .filteredOn(figure ->
                        !figure.baseline().isEmpty() && List.of("us", "MB").contains(figure.unit()))
                .isNotEmpty()
                .allSatisfy(figure ->
                        assertThat(figure.ratio()).isLessThan(figure.unit().equals("MB") ? ABSURD_GROWTH : ABSURD));
    }

    @Test
    void waitingExecutions() throws IOException, InterruptedException {
        List<String> heap = List.of("-Xmx640m");
        Path data = Files.createDirectory(folder.resolve("waiting"));
        run(heap, WaitingBenchmark.class, data.toString(), "fill", FULL ? "100000" : "1000");
        run(heap, WaitingBenchmark.class, data.toString(), "restart");
    }

    @Test
    void sequencesFromTriggerToFinished() throws IOException, InterruptedException {
        run(List.of(), FullPathBenchmark.class, folder.toString(), "3", FULL ? "5000" : "40", "32");
        run(List.of(), FullPathBenchmark.class, folder.toString(), "3", FULL ? "500" : "10", "1");
    }

    @Test
    void evaluationsFromTriggerToFinished() throws IOException, InterruptedException {
        String[] size = FULL ? new String[] {"10000", "32"} : new String[] {"60", "4"};
        checkRatios(run(List.of(), GateBenchmark.class, folder.toString(), size[0], size[1]));
    }

    @Test
    void scores() throws IOException, InterruptedException {
        checkRatios(run(List.of(), ScoreBenchmark.class, FULL ? "20000" : "500", FULL ? "20000" : "500"));
    }

    @Test
    void translation() throws IOException, InterruptedException {
        run(List.of(), TranslateBenchmark.class, FULL ? "2000" : "100", FULL ? "500" : "20");
    }

    @Test
    void standaloneReady() throws IOException, InterruptedException {
        run(List.of(), ReadyBenchmark.class, folder.resolve("ready").toString());
    }

    /** Runs a benchmark to its end and keeps what it has measured for the table. */
    private static List<Figure> run(List<String> options, Class<?> benchmark, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(TIERS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), benchmark.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as(benchmark.getSimpleName() + " ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        List<Figure> figures =
                Files.readAllLines(out).stream().map(Figure::parse).toList();
        assertThat(figures).isNotEmpty();
        FIGURES.addAll(figures);
        return figures;
    }
}
