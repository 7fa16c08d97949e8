package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.translator.Validation;

/** Shipyards and uniforms that the documentation and the examples show must be such as {@code keptn validate} accepts silently. */
class DocumentationTest {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```yaml\n(.*?)^ *```");
    private static final Pattern WHOLE_FILE = Pattern.compile("(?m)^(kind|type): *(Shipyard|Uniform)$");

    @TestFactory
    Stream<DynamicTest> filesInTheDocumentation() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                BLOCK.matcher(Files.readString(page))
                        .results()
                        .map(DocumentationTest::withoutIndent)
                        .filter(text -> WHOLE_FILE.matcher(text).find())
                        .forEach(text -> tests.add(DynamicTest.dynamicTest(
                                page.getFileName() + ": "
                                        + text.lines().limit(2).toList(),
                                () -> check(page.getFileName().toString(), text))));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(5);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> filesOfTheExamples() {
        return Stream.of("carts/", "first-deployment/carts/")
                .flatMap(folder -> Stream.of(folder + "shipyard.yaml", folder + "uniform.yaml"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> check(
                                name.substring(name.lastIndexOf('/') + 1),
                                Files.readString(ROOT.resolve("examples/" + name)))));
    }

    @Test
    void theFirstDeploymentShowsWhatItPublishes() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/aws/first-deployment.md")))
                .contains("```yaml\n" + Files.readString(ROOT.resolve("examples/first-deployment/carts/shipyard.yaml"))
                        + "```\n");
    }

    @Test
    void filesThatTheRecipesNameAreThere() throws IOException {
        List<String> named = Pattern.compile("`([a-z][\\w-]*/[^`<*]*)`")
                .matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                .results()
                .map(name -> name.group(1))
                .filter(name -> name.indexOf(' ') < 0)
                .toList();
        assertThat(named).hasSizeGreaterThan(12).allSatisfy(name -> {
            String[] ends = name.split("\\.\\.\\./", 2);
            String end = ends.length == 1 ? "" : "/" + ends[1].replaceFirst("/$", "");
            try (Stream<Path> files = Files.walk(ROOT.resolve(ends[0]), end.isEmpty() ? 0 : 12)) {
                assertThat(files.map(Path::toString)
                                .filter(file -> file.replaceFirst("/$", "").endsWith(end)))
                        .isNotEmpty();
            }
        });
    }

    private static void check(String name, String text) {
        assertThat(Validation.of(name, text.getBytes(StandardCharsets.UTF_8), null)
                        .diagnostics())
                .isEmpty();
    }

    private static String withoutIndent(MatchResult block) {
        return block.group(2).replaceAll("(?m)^" + block.group(1), "");
    }
}
