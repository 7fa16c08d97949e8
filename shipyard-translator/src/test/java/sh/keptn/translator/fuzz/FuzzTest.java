package sh.keptn.translator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import sh.keptn.diagnostics.Checked;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanFiles;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import sh.keptn.translator.Validation;

/** Whatever a file holds, it is translated or refused with findings, and soon. */
final class FuzzTest {

    private static final int INPUTS = Boolean.getBoolean("full") ? 500_000 : 15_000;

    /** The seed of the first input; each has the next one. */
    private static final long SEED = Long.getLong("seed", 20260101);

    /** Set to 1 to repeat a single input. */
    private static final int RUNS = Integer.getInteger("runs", INPUTS);

    /** Of the thread's own time, so that a busy machine does not count. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Path CASES = Path.of("src/test/cases");
    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../shared/corpus"));

    private static final SourceFile SHIPYARD = new SourceFile("shipyard.yaml", """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            spec:
              stages:
              - name: dev
                sequences: [{name: delivery, tasks: [{name: deployment}, {name: test, properties: {kind: functional}}]}]
            """);

    @Test
    void spoiltFilesAreTranslatedOrRefused(TestReporter report) {
        List<Path> files = files();
        List<byte[]> contents = files.stream().map(FuzzTest::read).toList();
        List<String> wrong = IntStream.range(0, RUNS)
                .parallel()
                .mapToObj(run -> {
                    Random random = new Random(SEED + run);
                    int file = random.nextInt(files.size());
                    byte[] spoilt = contents.get(file);
                    for (int i = 1 + random.nextInt(3); i > 0; i--) {
                        Mutation[] mutations = Mutation.values();
                        byte[] other = contents.get(random.nextInt(contents.size()));
                        spoilt = mutations[random.nextInt(mutations.length)].apply(spoilt, other, random);
                    }
                    return problem(files.get(file).toString(), spoilt, FuzzTest::translate)
                            .map(problem -> "repeat with -Druns=1 -Dseed=" + (SEED + run) + ": " + problem);
                })
                .flatMap(Optional::stream)
                .toList();
        assertThat(wrong).isEmpty();
        report.publishEntry("seed " + SEED, RUNS + " inputs from " + files.size() + " files");
    }

    @TestFactory
    Stream<DynamicTest> monstersAreTranslatedOrRefused() {
        return Monsters.all().entrySet().stream()
                .map(monster -> DynamicTest.dynamicTest(monster.getKey(), () -> {
                    byte[] file = monster.getValue();
                    assertThat(problem("monster.yaml", file, FuzzTest::validate))
                            .isEmpty();
                    assertThat(problem("shipyard.yaml", file, FuzzTest::translate))
                            .isEmpty();
                    assertThat(problem("uniform.yaml", file, FuzzTest::translate))
                            .isEmpty();
                }));
    }

    /** What is wrong with how a file is read; empty if nothing is. */
    private static Optional<String> problem(String name, byte[] bytes, BiConsumer<String, byte[]> reader) {
        return timed(() -> reader.accept(name, bytes))
                .map(problem -> problem + "\n" + name + " in Base64: "
                        + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, 20_000))));
    }

    private static void validate(String name, byte[] bytes) {
        Validation validation = Validation.of(name, bytes, null);
        validation.diagnostics().forEach(found -> assertThat(found.toString()).isNotBlank());
    }

    private static void translate(String name, byte[] bytes) {
        SourceFile file = new SourceFile(name, new String(bytes, StandardCharsets.UTF_8));
        Checked<Plan> plan = name.contains("uniform")
                ? Translator.translate("shop", SHIPYARD, file)
                : Translator.translate("shop", file, null);
        assertThat(plan.value().isPresent() || !plan.diagnostics().isEmpty())
                .as("refused without a word")
                .isTrue();
        plan.value().ifPresent(PlanFiles::of);
    }

    private static Optional<String> timed(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            return Optional.of(
                    e + " at " + Arrays.stream(e.getStackTrace()).limit(5).toList());
        }
        Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
        return taken.compareTo(LONGEST) > 0 ? Optional.of("took " + taken) : Optional.empty();
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(CASES, CORPUS.resolve("shipyards"), CORPUS.resolve("uniform"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.walk(folder)) {
                    found.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                            .filter(file -> !file.endsWith("index.json"))
                            .sorted()
                            .forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
