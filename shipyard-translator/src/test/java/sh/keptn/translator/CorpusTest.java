package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.Severity;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Task;

/** Real shipyards and uniforms of the conformance corpus; skipped where the corpus is absent. */
final class CorpusTest {

    /** Warnings of which the corpus says for every file whether they apply. */
    private static final Set<String> LISTED = Set.of(
            "sequence-without-tasks",
            "stage-without-sequences",
            "trigger-unknown-sequence",
            "triggeredafter-not-a-duration",
            "selector-value-unknown",
            "triggers-is-pre-release");

    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../shared/corpus"));

    @TestFactory
    Stream<DynamicTest> shipyards() throws IOException {
        return files("shipyards").map(file -> DynamicTest.dynamicTest(name(file), () -> shipyard(file)));
    }

    @TestFactory
    Stream<DynamicTest> uniforms() throws IOException {
        return files("uniform").map(file -> DynamicTest.dynamicTest(name(file), () -> uniform(file)));
    }

    private static void shipyard(Map<String, @Nullable Object> file) throws IOException {
        byte[] bytes = Files.readAllBytes(CORPUS.resolve("shipyards").resolve(name(file)));
        Checked<Shipyard> read = YamlReader.read(name(file), bytes).then(Reading::shipyard);
        List<String> codes = codes(read.diagnostics());
        Map<String, @Nullable Object> expected = Json.child(file, "expected");
        if (!Boolean.TRUE.equals(expected.get("valid"))) {
            Diagnostic first = read.diagnostics().stream()
                    .filter(found -> found.severity() == Severity.ERROR)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.code().id()).isEqualTo(Json.text(expected, "rule"));
            assertThat(positions())
                    .containsEntry(
                            name(file),
                            first.position().line() + ":" + first.position().column());
            assertThat(errors(read.diagnostics())).isSubsetOf(allRules(expected));
            return;
        }
        assertThat(read.diagnostics()).noneMatch(found -> Diagnostic.hasErrors(List.of(found)));
        Checked<Plan> plan = Translator.translate(
                "shop", new SourceFile(name(file), new String(bytes, StandardCharsets.UTF_8)), null);
        assertThat(plan.value()).as(plan.diagnostics().toString()).isPresent();
        assertThat(codes).containsAll(notes(file));
        assertThat(notes(file))
                .containsAll(codes.stream().filter(LISTED::contains).toList());
        boolean namesStrategiesOnly = read.value().map(Shipyard::format).orElseThrow() == Shipyard.Format.LEGACY
                && expectedSequences(file).isEmpty();
        if (!namesStrategiesOnly) {
            assertThat(read.value().map(CorpusTest::sequences).orElseThrow()).isEqualTo(expectedSequences(file));
        }
    }

    /** Where the rule is broken, looked up in the files by hand. */
    private static Map<String, String> positions() throws IOException {
        return Files.readAllLines(Path.of("src/test/cases/corpus-positions.txt")).stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    private static Set<String> errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(found -> found.severity() == Severity.ERROR)
                .map(found -> found.code().id())
                .collect(Collectors.toSet());
    }

    private static Set<String> allRules(Map<String, @Nullable Object> expected) {
        Set<String> rules = new HashSet<>(List.of(String.valueOf(expected.get("rule"))));
        if (expected.get("all_rules") instanceof List<?> all) {
            all.forEach(rule -> rules.add(String.valueOf(rule)));
        }
        return rules;
    }

    private static void uniform(Map<String, @Nullable Object> file) throws IOException {
        byte[] bytes = Files.readAllBytes(CORPUS.resolve("uniform").resolve(name(file)));
        Checked<?> read = YamlReader.read(name(file), bytes).then(Reading::uniform);
        assertThat(read.value()).as(read.diagnostics().toString()).isPresent();
    }

    private static List<String> sequences(Shipyard shipyard) {
        List<String> sequences = new ArrayList<>();
        shipyard.stages()
                .forEach(stage -> stage.sequences()
                        .forEach(sequence -> sequences.add(stage.name() + "." + sequence.name() + " "
                                + sequence.steps().stream()
                                        .map(step -> ((Task) step).name())
                                        .toList())));
        return sequences;
    }

    private static List<String> expectedSequences(Map<String, @Nullable Object> file) {
        List<String> sequences = new ArrayList<>();
        for (Map<String, @Nullable Object> sequence : objects(file.get("sequences"))) {
            if (sequence.get("sequence") != null) {
                sequences.add(sequence.get("stage") + "." + sequence.get("sequence") + " " + sequence.get("tasks"));
            }
        }
        return sequences;
    }

    private static Set<String> notes(Map<String, @Nullable Object> file) {
        Set<String> codes = new TreeSet<>();
        objects(file.get("notes")).forEach(note -> {
            if (note.get("code") instanceof String code) {
                codes.add(code);
            }
        });
        return codes;
    }

    private static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(found -> found.code().id()).toList();
    }

    private static Stream<Map<String, @Nullable Object>> files(String folder) throws IOException {
        Path index = CORPUS.resolve(folder).resolve("index.json");
        Assumptions.assumeTrue(Files.isRegularFile(index), () -> "no corpus at " + CORPUS.toAbsolutePath());
        return objects(Json.parseObject(Files.readString(index)).get("files")).stream();
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> objects.add(Json.object((Map<?, ?>) Objects.requireNonNull(item))));
        }
        return objects;
    }

    private static String name(Map<String, @Nullable Object> file) {
        return Objects.requireNonNull(Json.text(file, "file"));
    }
}
