package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How long {@code keptn validate} takes beside a JVM that does nothing, both started again and again in turn. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class StartTest {

    private static final int TIMES = 11;

    /** Far above the aim of 5, which a loaded machine may miss: only a start without shared classes fails. */
    private static final double ABSURD = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The program that does nothing. */
    static final class Nothing {
        private Nothing() {}

        /** Returns. */
        public static void main(String[] arguments) {}
    }

    @Test
    void validateBesideAnEmptyJvm() throws IOException, InterruptedException {
        RepositoryCopy clone = RepositoryCopy.in(folder);
        String validate = "./keptn validate examples/carts/shipyard.yaml";
        assertThat(clone.shell(folder, validate).exitCode()).isZero();
        List<String> nothing = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                testClasses(),
                Nothing.class.getName());
        List<Long> empty = new ArrayList<>();
        List<Long> ours = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            empty.add(nanos(nothing));
            ours.add(nanos(List.of("sh", "-c", validate)));
        }
        double ratio = (double) median(ours) / median(empty);
        System.out.printf(
                "keptn validate: %d ms, an empty JVM %d ms, ratio %.1f%n",
                median(ours) / 1_000_000, median(empty) / 1_000_000, ratio);
        assertThat(ratio).isLessThan(ABSURD);
    }

    private long nanos(List<String> command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return System.nanoTime() - began;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    private static String testClasses() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : all.split(File.pathSeparator, -1)) {
            if (entry.endsWith("test-classes")) {
                return entry;
            }
        }
        throw new IllegalStateException("no test-classes in " + all);
    }
}
