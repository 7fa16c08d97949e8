package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.lambda.process.AwsAccount;
import sh.keptn.lambda.process.FunctionProcess;
import sh.keptn.lambda.process.RuntimeProcess;

/**
 * What the start of a function costs: beside a bare handler with the same clients, from the same artifact and in the same run.
 * Sizes and numbers of classes have budgets; of times only the ratio, because machines differ.
 */
class ColdStartIT {

    /** Megabytes; a tenth more than measured. */
    private static final double JAR_BUDGET = 32;

    /** Classes; a tenth more than measured. */
    private static final long CLASS_BUDGET = 5_950;

    /** Of the first answer to that of the bare handler. The aim is 2; only what is absurd fails. */
    private static final double RATIO_LIMIT = 3;

    private static final String STATUS =
            "{\"operation\":\"status\",\"project\":\"sockshop\",\"context\":\"6a3a5d9e-0000-4000-8000-000000000001\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final AwsAccount account = new AwsAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void ourStartCostsAtMostAFewTimesTheBareOne() throws IOException {
        int runs = Boolean.getBoolean("full") ? 10 : 2;
        List<Duration> bare = new ArrayList<>();
        List<Duration> ours = new ArrayList<>();
        // In turn, so that whatever else the machine does meets both.
        for (int i = 0; i < runs; i++) {
            bare.add(firstAnswer(setup(BareHandler.class.getName())));
            ours.add(firstAnswer(setup("sh.keptn.lambda.control.aws.ControlHandler")));
        }
        long bareClasses = classes(setup(BareHandler.class.getName()));
        long ourClasses = classes(setup("sh.keptn.lambda.control.aws.ControlHandler"));
        double megabytes = Files.size(Path.of(System.getProperty("artifact"))) / 1e6;
        double ratio = (double) best(ours).toMillis() / best(bare).toMillis();

        System.out.printf(
                Locale.ROOT,
                """
                | function `control`, fresh process | bare handler | ours |
                |---|---|---|
                | artifact | | %.1f MB |
                | loaded classes | %,d | %,d |
                | first answer, best of %d | %d ms | %d ms, ratio %.2f |
                """,
                megabytes,
                bareClasses,
                ourClasses,
                runs,
                best(bare).toMillis(),
                best(ours).toMillis(),
                ratio);
        assertThat(megabytes).as("size of the artifact").isLessThan(JAR_BUDGET);
        assertThat(ourClasses).as("loaded classes").isLessThan(CLASS_BUDGET);
        assertThat(ratio).as("first answer beside that of the bare handler").isLessThan(RATIO_LIMIT);
    }

    private static Duration best(List<Duration> times) {
        return times.stream().min(Duration::compareTo).orElseThrow();
    }

    private Duration firstAnswer(RuntimeProcess.Setup setup) {
        long start = System.nanoTime();
        try (FunctionProcess process = FunctionProcess.start(setup, folder)) {
            process.invoke(STATUS);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private long classes(RuntimeProcess.Setup setup) throws IOException {
        Path log = folder.resolve("classes.log");
        try (FunctionProcess process = FunctionProcess.start(setup.with("-Xlog:class+load:file=" + log), folder)) {
            process.invoke(STATUS);
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("source:")).count();
        }
    }

    private RuntimeProcess.Setup setup(String handler) {
        return new RuntimeProcess.Setup(
                handler,
                ControlFunctions.CONTROL,
                List.of(
                        Path.of(System.getProperty("artifact")),
                        Path.of("target/test-classes").toAbsolutePath()),
                account.environment(),
                List.of());
    }
}
