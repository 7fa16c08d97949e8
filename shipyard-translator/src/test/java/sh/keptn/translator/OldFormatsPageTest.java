package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.diagnostics.Checked;

/** What the page about old formats says of single words is what the translator does with them. */
class OldFormatsPageTest {

    private static final Path PAGE = Path.of(System.getProperty("root", ".."), "docs", "old-formats.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @TestFactory
    Stream<DynamicTest> tasksWithoutProperties() throws IOException {
        return rows("| task | built-in |")
                .map(row -> DynamicTest.dynamicTest(row.get(0).get(0), () -> {
                    Plan plan = translate(
                            "version: 0.1.0\ntype: Shipyard\nspec:\n  stages:\n  - name: dev\n    actions:\n      go:\n      - "
                                    + row.get(0).get(0) + "\n",
                            "kind: Uniform\nspec:\n  services:\n  - {name: x, events: [x.triggered], external: true}\n");
                    assertThat(plan.taskServices())
                            .filteredOn(service -> service.kind() == Plan.TaskService.Kind.BUILTIN)
                            .extracting(Plan.TaskService::reference)
                            .containsExactly(row.get(1).get(0));
                }));
    }

    @TestFactory
    Stream<DynamicTest> conditions() throws IOException {
        return rows("| word | result |")
                .map(row -> DynamicTest.dynamicTest(row.get(0).get(0), () -> {
                    Plan plan = translate("""
                    version: 0.2.0.beta
                    type: Shipyard
                    spec:
                      stages:
                      - name: dev
                        workflows:
                          first:
                            tasks: [test]
                          second:
                            listen:
                            - dev.first.finished: {conditions: {condition: ["%s"]}}
                            tasks: [test]
                    """.formatted(row.get(0).get(0)), null);
                    assertThat(plan.rules())
                            .filteredOn(rule -> rule.target() instanceof Plan.RuleTarget.StartSequence)
                            .singleElement()
                            .extracting(Plan.Rule::eventPattern)
                            .asString()
                            .contains("\"result\":[\"" + row.get(1).get(0) + "\"]");
                }));
    }

    @TestFactory
    Stream<DynamicTest> strategies() throws IOException {
        return rows("| in the stage | tasks of `artifact-delivery`, in this order |")
                .map(row -> DynamicTest.dynamicTest(row.get(0).get(0), () -> {
                    Plan plan = translate(
                            "stages:\n- name: before\n  test_strategy: functional\n- name: dev\n  "
                                    + row.get(0).get(0) + "\n",
                            null);
                    String definition = plan.stateMachine("dev", "artifact-delivery")
                            .orElseThrow()
                            .definition();
                    assertThat(Pattern.compile("\"index\": \\d+,\\s+\"name\": \"([^\"]+)\"")
                                    .matcher(definition)
                                    .results()
                                    .map(found -> found.group(1)))
                            .isEqualTo(row.get(1));
                }));
    }

    @TestFactory
    Stream<DynamicTest> channels() throws IOException {
        return rows("| channel | event |")
                .map(row -> DynamicTest.dynamicTest(row.get(0).get(0), () -> {
                    Checked<Plan> translated = Translator.translate(
                            "shop",
                            new SourceFile("shipyard.yaml", shipyardOfOneTask()),
                            new SourceFile(
                                    "uniform.yaml",
                                    "services:\n- name: x\n  image: x/y\n  subscribedchannels: ["
                                            + row.get(0).get(0) + "]\n"));
                    assertThat(translated.diagnostics())
                            .extracting(Object::toString)
                            .anyMatch(finding -> finding.contains(
                                    "is taken for `" + row.get(1).get(0) + "`"));
                }));
    }

    private static String shipyardOfOneTask() {
        return "version: 0.1.0\ntype: Shipyard\nspec:\n  stages:\n  - name: dev\n    actions:\n      go: [test]\n";
    }

    private static Plan translate(String shipyard, @Nullable String uniform) {
        Checked<Plan> translated = Translator.translate(
                "shop",
                new SourceFile("shipyard.yaml", shipyard),
                uniform == null ? null : new SourceFile("uniform.yaml", uniform));
        return translated
                .value()
                .orElseThrow(() -> new AssertionError(translated.diagnostics().toString()));
    }

    /** The rows below a table's header: the words in code of each cell. */
    private static Stream<List<List<String>>> rows(String header) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<List<List<String>>> rows = new ArrayList<>();
        int first = lines.indexOf(header);
        assertThat(first).as(header).isNotNegative();
        for (String line : lines.subList(first + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(Stream.of(line.split("\\|", -1))
                    .skip(1)
                    .limit(2)
                    .map(OldFormatsPageTest::words)
                    .toList());
        }
        assertThat(rows).hasSizeGreaterThan(4);
        return rows.stream();
    }

    /** The words of a cell that are written as code; the whole cell where none is. */
    private static List<String> words(String cell) {
        List<String> words =
                CODE.matcher(cell).results().map(word -> word.group(1)).toList();
        return words.isEmpty() ? List.of(cell.strip()) : words;
    }
}
