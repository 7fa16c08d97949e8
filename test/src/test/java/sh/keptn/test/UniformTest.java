package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;

/** Who does a task, and who does not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a POSIX system")
class UniformTest {

    private static final String DO = "or run with --simulate";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        'image: acme/tester:1'                                        | task service `tester`: container images are not run by this process
        'lambda: arn:aws:lambda:eu-west-1:123456789012:function:test' | task service `tester`: Lambda functions are not called by this process
        'external: true'                                              | task service `tester`: external services cannot reach this process
        'builtin: deployment'                                         | the built-in `deployment` is not part of this version
        """)
    void serviceThatThisProcessCannotDoFailsAtOnce(String kind, String sentence)
            throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: test")
                .services("{name: tester, events: [test.triggered], " + kind.replace("'", "") + "}")
                .run();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.data("test.finished"))
                .containsEntry("status", "errored")
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat(String.valueOf(message)).contains(sentence, DO));
    }

    @Test
    void taskThatNobodyHandlesFailsAtOnceWithTheSentence() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: greet")
                .services("{name: other, events: [deploy.triggered], command: ['true']}")
                .run();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.data("greet.finished"))
                .containsEntry(
                        "message",
                        "no task service of the uniform handles `greet` in stage `dev`; add one with"
                                + " `events: [greet.triggered]`");
        assertThat(result.err()).contains("shipyard.yaml:11:15: warning [task-without-service]");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, pass, 0", "0, 10, warning, 0", "10, 10, warning, 0", "0, 1, fail, 1", "10, 1, fail, 1"})
    void allServicesOfATaskHaveToAnswer(int first, int second, String expected, int exitCode)
            throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: test")
                .services(
                        "{name: first, events: [test.triggered], command: [sh, -c, 'exit " + first + "']}",
                        "{name: second, events: [test.triggered], command: [sh, -c, 'exit " + second + "']}")
                .run();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.events("test.finished"))
                .extracting(event -> event.get("source"))
                .containsExactlyInAnyOrder("first", "second");
        assertThat(result.finishedSequences()).containsExactly("dev.delivery " + expected);
    }

    @Test
    void selectorsAndFiltersChooseTheService() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks(
                        "{name: test, properties: {kind: functional}}",
                        "{name: test, properties: {kind: performance}}",
                        "{name: test, properties: {kind: chaos}}")
                .services(
                        "{name: functional, events: [test.triggered], selector: {matchLabels: {kind: functional}}, command: ['true']}",
                        "{name: performance, events: [test.triggered], selector: {matchLabels: {kind: performance}}, command: ['true']}",
                        "{name: elsewhere, events: [test.triggered], filter: {stages: [prod]}, command: ['false']}",
                        "{name: others, events: [test.triggered], selector: {matchExpressions: [{key: kind, operator: NotIn,"
                                + " values: [functional, performance]}]}, command: ['true']}")
                .run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.events("test.finished"))
                .extracting(event -> event.get("source"))
                .containsExactly("functional", "performance", "others");
    }

    @Test
    void serviceThatDoesNotConfirmGetsTheEventsAndIsNotWaitedFor() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: deploy", "name: test")
                .services(
                        "{name: worker, events: [deploy.triggered, test.triggered], command: ['true']}",
                        "{name: noter, events: [deploy.triggered, sh.keptn.event.dev.delivery.finished], confirms: false,"
                                + " command: [sh, -c, 'echo {{type}} >> notes; exit 1']}")
                .run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.events()).extracting(event -> event.get("source")).doesNotContain("noter");
        assertThat(Files.readAllLines(folder.resolve("notes")))
                .containsExactlyInAnyOrder("sh.keptn.event.deploy.triggered", "sh.keptn.event.dev.delivery.finished");
    }

    @Test
    void serviceThatOnlyListensDoesNotDoTheTask() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: deploy")
                .services("{name: noter, events: [deploy.triggered], confirms: false, command: [touch, noted]}")
                .run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("no service handles `deploy` (`noter` only listens: `confirms: false`)");
        assertThat(result.data("deploy.finished").get("message"))
                .asString()
                .startsWith("no task service of the uniform handles `deploy` in stage `dev`");
        assertThat(folder.resolve("noted")).exists();
    }

    @Test
    void bracketIsOneSequenceOfAllItsServices() throws IOException, InterruptedException {
        Project project = new Project(folder).tasks("name: deploy");
        for (List<String> services : List.of(List.of("a,b"), List.of("a", "b"))) {
            KeptnProcess.Result result = services.size() == 1
                    ? project.run("--simulate", "--service", services.get(0))
                    : project.run("--simulate", "--service", services.get(0), "--service", services.get(1));
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.finishedSequences()).containsExactly("dev.delivery pass");
            List<Map<String, @Nullable Object>> expected = List.of(Map.of("service", "a"), Map.of("service", "b"));
            assertThat(result.events())
                    .allSatisfy(event -> assertThat(Json.child(event, "data")).containsEntry("service", "a,b"));
            assertThat(result.data("deploy.triggered")).containsEntry("services", expected);
            assertThat(result.data("dev.delivery.finished")).containsEntry("services", expected);
        }
    }
}
