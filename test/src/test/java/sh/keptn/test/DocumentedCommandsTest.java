package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that a page shows works as it is shown. The lines of the blocks without a language are run in the order of the
 * page, in a copy of the repository; files that the page shows before are there.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are lines of a POSIX shell")
class DocumentedCommandsTest {

    /** Commands that are not run, by how they begin, and why. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "./mvnw", "a build within a build; each verify is its test",
            "./keptn run --project P ", "shows which options there are",
            "./keptn standalone ", "serves until it is stopped; its page has AwsEndpointDocumentationTest");

    /** Commands that do not end with 0, and what the page says about it. */
    private static final Map<String, Integer> EXIT_CODES = Map.of(
            "--simulate --answers answers.json", 1,
            "--data-dir runs --simulate", 3,
            "--uniform outside.yaml --sequence", 3,
            "--label buildId=43", 1,
            "evaluate --slo slo.yaml", 1);

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\n(.*?)^ *```");
    /** A block whose first line says how the file is called. */
    private static final Pattern NAMED = Pattern.compile("# ([\\w-]+\\.yaml)\n");

    private static final Pattern COMMAND = Pattern.compile("(?:\\./|examples/carts/)?(?:keptn|mvnw|ops)\\b.*");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RepositoryCopy clone;

    private final Set<String> done = new HashSet<>();

    @BeforeAll
    static void copy() throws IOException {
        clone = RepositoryCopy.in(folder);
    }

    @TestFactory
    Stream<DynamicContainer> pages() throws IOException {
        List<DynamicContainer> pages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(clone.folder())) {
            for (Path page : files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                pages.add(DynamicContainer.dynamicContainer(
                        clone.folder().relativize(page).toString(), steps(Files.readString(page)).stream()));
            }
        }
        assertThat(pages).hasSizeGreaterThan(8);
        return pages.stream();
    }

    private List<DynamicTest> steps(String page) {
        List<DynamicTest> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(page);
        while (blocks.find()) {
            String text = blocks.group(3).replaceAll("(?m)^" + blocks.group(1), "");
            String language = blocks.group(2);
            if (language.equals("yaml") || language.equals("json")) {
                steps.add(DynamicTest.dynamicTest("file", () -> write(text)));
            } else {
                text.replace("\\\n", " ")
                        .lines()
                        .map(line -> line.replaceAll("\\s+# .*", "")
                                .replaceAll(" +", " ")
                                .strip())
                        .filter(line -> COMMAND.matcher(line).matches())
                        .filter(line -> NOT_RUN.keySet().stream().noneMatch(line::startsWith))
                        .forEach(line -> steps.add(DynamicTest.dynamicTest(line, () -> run(line))));
            }
        }
        return steps;
    }

    private static void write(String text) throws IOException {
        Matcher named = NAMED.matcher(text);
        String name = named.lookingAt() ? named.group(1) : nameByContent(text);
        Files.writeString(clone.folder().resolve(name), text);
    }

    private static String nameByContent(String text) {
        return text.contains("kind: Uniform")
                ? "uniform.yaml"
                : text.contains("kind: Shipyard")
                        ? "shipyard.yaml"
                        : text.startsWith("[") ? "answers.json" : definitionOrResults(text);
    }

    private static String definitionOrResults(String text) {
        return text.contains("\"StartAt\"")
                ? "definition.json"
                : text.startsWith("{\"check\"") ? "results.json" : "other";
    }

    /** The demo stands on two pages and takes long: one time is enough for that and for every other line. */
    private void run(String line) throws IOException, InterruptedException {
        if (line.equals("./keptn demo") && !done.add(line)) {
            return;
        }
        KeptnProcess.Result result = clone.shell(clone.folder(), line);
        int expected = EXIT_CODES.entrySet().stream()
                .filter(entry -> line.contains(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
        assertThat(result.exitCode())
                .as(line + "\n" + result.out() + result.err())
                .isEqualTo(expected);
        assertThat(result.err()).doesNotContain("internal error", "Exception");
    }
}
