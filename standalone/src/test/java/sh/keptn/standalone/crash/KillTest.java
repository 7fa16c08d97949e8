package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.DataFolder;

/** Real processes with many contexts at once that are killed (SIGKILL) at random moments and started again. */
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", Boolean.getBoolean("full") ? 250 : 3);
    private static final long SEED = Long.getLong("seed", 20260101);
    private static final int AT_ONCE = 50;

    /** In answers and triggers that were acknowledged. */
    private static final int LONGEST_LIFE = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesAndIsNotDoneAgain() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            kill(start(Integer.MAX_VALUE), 1 + random.nextInt(LONGEST_LIFE), random.nextInt(10));
        }
        // One more than was acknowledged: the last trigger may have been taken although nobody was told.
        int contexts = acknowledgedContexts() + 1;
        Process last = start(contexts);
        readLines(last, Integer.MAX_VALUE);
        assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).isZero();
        List<String> violations = violations(contexts);
        Points.print("kills", KILLS, violations.size(), contexts + " contexts, seed " + SEED);
        assertThat(violations).as("seed " + SEED).isEmpty();
    }

    private Process start(int contexts) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        LoadedProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(AT_ONCE),
                        String.valueOf(contexts))
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    /** Kills a process that has acknowledged so much, and then some milliseconds later. */
    private static void kill(Process process, int acknowledged, int milliseconds)
            throws IOException, InterruptedException {
        readLines(process, 1 + acknowledged);
        assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        process.destroyForcibly().waitFor();
    }

    private static void readLines(Process process, int lines) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < lines && output.readLine() != null; i++) {
            // Each line is one thing that somebody outside was told.
        }
    }

    private int acknowledgedContexts() throws IOException {
        return Math.toIntExact(Files.readAllLines(folder.resolve("acknowledged")).stream()
                .filter(line -> line.startsWith("trigger-"))
                .count());
    }

    private List<String> violations(int contexts) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (DataFolder data = DataFolder.open(folder);
                AcknowledgedFile acknowledged = new AcknowledgedFile(folder.resolve("acknowledged"));
                LoadedProcess process = new LoadedProcess(data, acknowledged)) {
            List<String> lines = acknowledged.lines();
            lines.stream().filter(line -> line.startsWith("WRONG")).forEach(wrong::add);
            List<String> shape = List.of();
            for (int number = 0; number < contexts; number++) {
                Log log = Log.of(process.controlPlane(), LoadedProcess.PROJECT, LoadedProcess.context(number));
                wrong.addAll(log.violations());
                List<String> types =
                        log.events().stream().map(KeptnEvent::type).sorted().toList();
                shape = number == 0 ? types : shape;
                if (!types.equals(shape)) {
                    wrong.add("context " + number + " went otherwise: " + types);
                }
                Set<String> ids = log.events().stream().map(KeptnEvent::id).collect(Collectors.toSet());
                String context = LoadedProcess.context(number);
                lines.stream()
                        .filter(line -> line.startsWith("answered ") && line.endsWith(" " + context))
                        .map(line -> LoadedProcess.answerId(line.split(" ", 3)[1]))
                        .filter(id -> !ids.contains(id))
                        .forEach(id -> wrong.add("lost: " + id));
            }
        }
        wrong.addAll(Leftovers.withoutBus(folder.resolve("keptn.db")));
        return wrong;
    }
}
