package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Severity;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.sli.SliParser;
import sh.keptn.evaluation.slo.SloParser;
import sh.keptn.events.Json;
import sh.keptn.scenarios.http.HttpScenarioParser;
import sh.keptn.scenarios.jmeter.WorkloadsParser;
import sh.keptn.translator.connections.ConnectionsParser;

/**
 * The schemas for editors against the translator, over our own cases and the conformance corpus where it is present: they
 * accept what the translator accepts, and refuse what breaks a rule that a schema can say.
 */
final class SchemasTest {

    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../shared/corpus"));
    private static final Path CASES = Path.of("src/test/cases");

    /** Rules that compare parts of a file with one another, or look into texts. */
    private static final Set<DiagnosticCode> BEYOND_SCHEMAS = EnumSet.of(
            DiagnosticCode.STAGE_DUPLICATE,
            DiagnosticCode.SEQUENCE_DUPLICATE,
            DiagnosticCode.SEQUENCE_TOO_LARGE,
            DiagnosticCode.SERVICE_DUPLICATE,
            DiagnosticCode.SERVICE_KIND_AMBIGUOUS,
            DiagnosticCode.BUILTIN_UNKNOWN,
            DiagnosticCode.EVENT_NOT_UNDERSTOOD,
            DiagnosticCode.FILTER_NOT_UNDERSTOOD,
            DiagnosticCode.SELECTOR_VALUES_MISSING,
            DiagnosticCode.SERVICE_VALUE_INVALID,
            DiagnosticCode.TEST_STEP_DUPLICATE,
            DiagnosticCode.TEST_INDICATOR_UNKNOWN);

    private record Document(String name, YamlNode root) {}

    @Test
    void theSchemaOfShipyardsAgreesWithTheTranslator() throws IOException {
        List<Document> documents = documents("shipyards", FileKind.SHIPYARD).stream()
                .filter(document -> isOfSpec(document.root()))
                .toList();
        assertThat(documents).hasSizeGreaterThan(150);
        assertThat(disagreements(documents, "shipyard", FileKind.SHIPYARD)).isEmpty();
    }

    @Test
    void theSchemaOfUniformsAgreesWithTheTranslator() throws IOException {
        List<Document> documents = documents("uniform", FileKind.UNIFORM);
        assertThat(documents).hasSizeGreaterThan(30);
        assertThat(disagreements(documents, "uniform", FileKind.UNIFORM)).isEmpty();
    }

    @Test
    void theSchemaOfObjectivesAgreesWithTheirReader() throws IOException {
        List<Document> documents = documents("slo/files", FileKind.SLO);
        assertThat(documents).hasSizeGreaterThan(4);
        assertThat(disagreements(documents, "slo", FileKind.SLO)).isEmpty();
    }

    @Test
    void theSchemaOfIndicatorsAgreesWithTheirReader() throws IOException {
        List<Document> documents = documents("slo/files", FileKind.SLI);
        assertThat(documents).hasSizeGreaterThan(2);
        assertThat(disagreements(documents, "sli", FileKind.SLI)).isEmpty();
    }

    @Test
    void theSchemaOfTestsAgreesWithTheirReader() throws IOException {
        List<Document> documents = documents("tests", FileKind.TEST);
        assertThat(documents).hasSizeGreaterThan(2);
        assertThat(disagreements(documents, "test", FileKind.TEST)).isEmpty();
    }

    @Test
    void theSchemaOfJmeterWorkloadsAgreesWithTheirReader() throws IOException {
        List<Document> documents = documents("tests", FileKind.JMETER);
        assertThat(documents).hasSizeGreaterThan(1);
        assertThat(disagreements(documents, "jmeter", FileKind.JMETER)).isEmpty();
    }

    @Test
    void theSchemaOfConnectionsAgreesWithTheirReader() throws IOException {
        List<Document> documents = documents("connections", FileKind.CONNECTIONS);
        assertThat(documents).hasSizeGreaterThan(30);
        assertThat(disagreements(documents, "connections", FileKind.CONNECTIONS))
                .isEmpty();
    }

    private static List<String> disagreements(List<Document> documents, String name, FileKind kind) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(Path.of("../docs/schemas/" + name + ".schema.json")));
        List<String> disagreements = new ArrayList<>();
        for (Document document : documents) {
            Set<DiagnosticCode> errors = errors(document.root(), kind);
            boolean isBeyond = !errors.isEmpty() && BEYOND_SCHEMAS.containsAll(errors);
            List<?> refused = schema.validate(Json.write(document.root().toValue()), InputFormat.JSON);
            if (!isBeyond && errors.isEmpty() != refused.isEmpty()) {
                disagreements.add(document.name() + ": translator " + errors + ", schema " + refused);
            }
        }
        return disagreements;
    }

    private static Set<DiagnosticCode> errors(YamlNode root, FileKind kind) {
        return findings(root, kind).stream()
                .filter(found -> found.severity() == Severity.ERROR)
                .map(Diagnostic::code)
                .collect(Collectors.toSet());
    }

    private static List<Diagnostic> findings(YamlNode root, FileKind kind) {
        return switch (kind) {
            case SHIPYARD -> Reading.shipyard(root).diagnostics();
            case UNIFORM -> Reading.uniform(root).diagnostics();
            case SLO -> SloParser.parse(root).diagnostics();
            case SLI -> SliParser.parse(root).diagnostics();
            case TEST -> HttpScenarioParser.parse(root).diagnostics();
            case JMETER -> WorkloadsParser.parse(root).diagnostics();
            case CONNECTIONS -> ConnectionsParser.check(root);
            case REMEDIATION, WEBHOOK -> throw new IllegalArgumentException(kind + " has no schema");
        };
    }

    /** Neither one of the formats that have {@code version}, nor stages at the top. */
    private static boolean isOfSpec(YamlNode root) {
        return !(root instanceof YamlNode.Mapping document)
                || document.entry("apiVersion").isPresent()
                || (document.get("version").isEmpty()
                        && (document.entry("spec").isPresent()
                                || document.entry("stages").isEmpty()));
    }

    private static List<Document> documents(String corpus, FileKind kind) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (Path root : List.of(CORPUS.resolve(corpus), CASES.resolve("valid"), CASES.resolve("invalid"))) {
            for (Path file : files(root, ".yaml")) {
                byte[] bytes = Files.readAllBytes(file);
                boolean isOfOneKind = root.startsWith(CORPUS) && !corpus.equals("slo/files");
                if (isOfOneKind || Validation.of(file.toString(), bytes, null).kind() == kind) {
                    add(documents, file.toString(), bytes);
                }
            }
        }
        for (Path table : files(CASES.resolve("tables"), ".txt")) {
            if (TableCasesTest.kind(table) == kind) {
                for (TableCasesTest.Case each : TableCasesTest.cases(Files.readString(table))) {
                    add(documents, table + " " + each.title(), each.file().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return documents;
    }

    private static void add(List<Document> documents, String name, byte[] bytes) {
        YamlReader.read(name, bytes).value().ifPresent(root -> documents.add(new Document(name, root)));
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
