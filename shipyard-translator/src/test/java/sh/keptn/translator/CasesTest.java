package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.events.Json;
import sh.keptn.translator.connections.Connections;
import sh.keptn.translator.connections.IncomingRule;

/**
 * Cases on disk. {@code valid/x.yaml}, with {@code x.uniform.yaml} where there is one, gives the files in {@code x.plan};
 * {@code invalid/x.yaml} gives the findings in {@code x.diagnostics}: those of the file, or with {@code x.uniform.yaml}
 * those of both together. With {@code x.connections.yaml} what that file compiles to is part of the plan, and its findings
 * are those that are expected. A newcomer adds a case without writing Java.
 */
final class CasesTest {

    @TestFactory
    Stream<DynamicTest> valid() throws IOException {
        return GoldenFiles.cases("valid").stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                    Checked<Plan> plan = translate(file);
                    assertThat(plan.value()).as(plan.diagnostics().toString()).isPresent();
                    GoldenFiles.compare(
                            GoldenFiles.beside(file, ".plan"),
                            plan.value().map(CasesTest::text).orElseThrow() + connections(file));
                }));
    }

    @TestFactory
    Stream<DynamicTest> invalid() throws IOException {
        return GoldenFiles.cases("invalid").stream()
                .map(file -> DynamicTest.dynamicTest(
                        String.valueOf(file.getFileName()),
                        () -> GoldenFiles.compare(GoldenFiles.beside(file, ".diagnostics"), text(findings(file)))));
    }

    @Test
    void thePageAboutConnectionsShowsWhatIsAccepted() throws IOException {
        String page = Files.readString(Path.of("../docs/aws/connections.md"));
        String file = page.substring(page.indexOf("```yaml\n") + "```yaml\n".length(), page.indexOf("\n```\n"));
        Plan plan = translate(Path.of("src/test/cases/valid/connections.yaml"))
                .value()
                .orElseThrow();
        assertThat(Translator.connections(new SourceFile("connections.yaml", file), plan)
                        .diagnostics())
                .isEmpty();
    }

    @Test
    void everyCodeIsProducedByACase() throws IOException {
        Set<DiagnosticCode> missing = new TreeSet<>(Arrays.asList(DiagnosticCode.values()));
        for (Path file : GoldenFiles.cases("invalid")) {
            findings(file).forEach(found -> missing.remove(found.code()));
        }
        for (Path file : GoldenFiles.cases("valid")) {
            translate(file).diagnostics().forEach(found -> missing.remove(found.code()));
            ServicesOnAws.missing(translate(file).value().orElseThrow()).forEach(found -> missing.remove(found.code()));
        }
        assertThat(missing).isEmpty();
    }

    /** What EventBridge does not find it leaves out, and what is left is no JSON. */
    @Test
    void inputTransformersUseOnlyWhatTheirPatternsAskFor() throws IOException {
        for (Path file : GoldenFiles.cases("valid")) {
            for (IncomingRule rule : read(file).map(Connections::incoming).orElse(List.of())) {
                Map<String, @Nullable Object> detail = Json.child(Json.parseObject(rule.eventPattern()), "detail");
                rule.inputPaths().forEach((variable, path) -> {
                    assertThat(rule.inputTemplate()).contains("<" + variable + ">");
                    if (path.startsWith("$.detail.")) {
                        assertThat(detail).containsKey(path.substring("$.detail.".length()));
                    } else {
                        assertThat(path).isIn("$.id", "$.account", "$.time", "$.region");
                    }
                });
            }
        }
    }

    /** Wildcards are scarce on a bus, and {@code $or} multiplies its alternatives. */
    @Test
    void patternsConsistOfValuesAndTwoOperators() throws IOException {
        for (Path file : GoldenFiles.cases("valid")) {
            for (Plan.Rule rule : translate(file).value().orElseThrow().rules()) {
                assertThat(operators(Json.parse(rule.eventPattern())))
                        .as(rule.eventPattern())
                        .isSubsetOf("anything-but", "exists");
            }
        }
    }

    private static Set<String> operators(@Nullable Object pattern) {
        Set<String> operators = new TreeSet<>();
        if (pattern instanceof Map<?, ?> fields) {
            fields.values().forEach(field -> operators.addAll(operators(field)));
        } else if (pattern instanceof List<?> conditions) {
            conditions.forEach(condition -> {
                if (condition instanceof Map<?, ?> operator) {
                    operator.keySet().forEach(name -> operators.add(String.valueOf(name)));
                }
            });
        }
        return operators;
    }

    private static Checked<Plan> translate(Path file) throws IOException {
        Path uniform = GoldenFiles.beside(file, ".uniform.yaml");
        return Translator.translate("shop", source(file), Files.exists(uniform) ? source(uniform) : null);
    }

    private static String connections(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        Optional<Connections> connections = read(file);
        if (connections.isEmpty()) {
            return "";
        }
        for (IncomingRule rule : connections.get().incoming()) {
            text.append("--- incoming ").append(rule.name()).append('\n');
            text.append(rule.description()).append('\n').append(rule.source()).append('\n');
            text.append(Json.writePretty(Json.parse(rule.eventPattern()))).append('\n');
            text.append(rule.inputPaths()).append('\n');
            text.append(Json.writePretty(Json.parse(rule.inputTemplate()))).append('\n');
        }
        connections
                .get()
                .outgoing()
                .forEach(rule -> text.append("--- outgoing ").append(rule).append('\n'));
        return text.toString();
    }

    private static Optional<Connections> read(Path file) throws IOException {
        Path connections = GoldenFiles.beside(file, ".connections.yaml");
        if (!Files.exists(connections)) {
            return Optional.empty();
        }
        Checked<Connections> read = Translator.connections(
                source(connections), translate(file).value().orElseThrow());
        assertThat(read.diagnostics()).isEmpty();
        return read.value();
    }

    private static SourceFile source(Path file) throws IOException {
        return new SourceFile(String.valueOf(file.getFileName()), Files.readString(file));
    }

    private static List<Diagnostic> findings(Path file) throws IOException {
        Path connections = GoldenFiles.beside(file, ".connections.yaml");
        if (Files.exists(connections)) {
            return Translator.connections(
                            source(connections), translate(file).value().orElseThrow())
                    .diagnostics();
        }
        if (Files.exists(GoldenFiles.beside(file, ".uniform.yaml"))) {
            return translate(file).diagnostics().stream().sorted().toList();
        }
        return Validation.of(String.valueOf(file.getFileName()), Files.readAllBytes(file), null)
                .diagnostics();
    }

    private static String text(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(found -> found + "\n").collect(Collectors.joining());
    }

    private static String text(Plan plan) {
        StringBuilder text = new StringBuilder();
        PlanFiles.of(plan)
                .forEach((path, content) ->
                        text.append("--- ").append(path).append('\n').append(content));
        text.append("--- task services\n");
        plan.taskServices().forEach(service -> text.append(service).append('\n'));
        return text.toString();
    }
}
