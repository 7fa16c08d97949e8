package sh.keptn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.sli.SliFile;
import sh.keptn.evaluation.sli.SliParser;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;
import sh.keptn.events.Json;

/** Real {@code slo.yaml} and {@code sli.yaml} files of the conformance corpus; skipped where it is absent. */
final class CorpusFilesTest {

    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../shared/corpus")).resolve("slo/files");

    /** Files that have two queries for an indicator, which nobody accepts, though the index lists the second one. */
    private static final List<String> TWO_QUERIES =
            List.of("dynatrace-service-internal-sli-get-sli-triggered-event-handler-retrieve-.yaml");

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        Path index = CORPUS.resolve("index.json");
        Assumptions.assumeTrue(Files.isRegularFile(index), () -> "no corpus at " + CORPUS.toAbsolutePath());
        List<?> files = (List<?>)
                Objects.requireNonNull(Json.parseObject(Files.readString(index)).get("files"));
        assertThat(files).hasSizeGreaterThan(100);
        return files.stream()
                .map(file -> Json.object((Map<?, ?>) file))
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.get("file")), () -> check(file)));
    }

    private static void check(Map<String, @Nullable Object> file) throws IOException {
        String name = Objects.requireNonNull(Json.text(file, "file"));
        byte[] bytes = Files.readAllBytes(CORPUS.resolve(name));
        if ("slo".equals(file.get("kind"))) {
            slo(YamlReader.read(name, bytes).then(SloParser::parse), file);
        } else {
            Checked<SliFile> read = YamlReader.read(name, bytes).then(SliParser::parse);
            if (TWO_QUERIES.contains(name)) {
                assertThat(read.diagnostics()).singleElement().asString().contains("is already on line");
                return;
            }
            assertThat(read.diagnostics()).isEmpty();
            assertThat(List.copyOf(read.value().orElseThrow().indicators().keySet()))
                    .isEqualTo(file.get("indicators"));
        }
    }

    private static void slo(Checked<Slo> read, Map<String, @Nullable Object> file) {
        assertThat(read.value().isPresent())
                .as(read.diagnostics().toString())
                .isEqualTo(Json.child(file, "expected").get("valid"));
        if (read.value().isEmpty()) {
            return;
        }
        Slo slo = read.value().get();
        assertThat(slo.specVersion()).isEqualTo(file.get("spec_version"));
        assertThat(SloJson.comparison(slo).toString())
                .isEqualTo(Json.child(file, "comparison").toString());
        Map<String, @Nullable Object> bands = Json.child(file, "total_score");
        assertThat(slo.totalScore().pass()).isEqualTo(Objects.requireNonNullElse(bands.get("pass"), ""));
        assertThat(slo.totalScore().warning().orElse(""))
                .isEqualTo(Objects.requireNonNullElse(bands.get("warning"), ""));
        assertThat(slo.objectives().stream().map(CorpusFilesTest::objective).toList())
                .asString()
                .isEqualTo(String.valueOf(file.get("objectives")));
        List<?> problems = file.get("problems") instanceof List<?> list ? list : List.of();
        assertThat(read.diagnostics().stream()
                        .map(found -> found.code().id())
                        .filter(code -> code.equals("criteria-unreadable") || code.equals("total-score-missing")))
                .hasSameSizeAs(problems);
    }

    private static Map<String, @Nullable Object> objective(Slo.Objective objective) {
        List<Map<String, @Nullable Object>> criteria = new ArrayList<>();
        objective.pass().forEach(set -> set.criteria().forEach(each -> criteria.add(criterion("pass", each))));
        objective.warning().forEach(set -> set.criteria().forEach(each -> criteria.add(criterion("warning", each))));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sli", objective.sli());
        json.put("weight", objective.weight());
        json.put("key_sli", objective.isKeySli());
        json.put("informational", objective.isInformational());
        json.put("criteria", criteria);
        return json;
    }

    private static Map<String, @Nullable Object> criterion(String in, Criterion criterion) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("in_", in);
        json.put("criteria", criterion.text());
        if (criterion instanceof Criterion.Limit limit) {
            json.put("operator", limit.operator().symbol());
            json.put("value", limit.value());
            json.put("checkPercentage", limit.isPercentage());
            json.put("isComparison", limit.isComparison());
            json.put("checkIncrease", limit.isIncrease());
        } else if (criterion instanceof Criterion.Unreadable unreadable) {
            json.put("error", unreadable.reason());
        }
        return json;
    }
}
