package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;

/** Programs as task services: how they end is how the task ends, whatever they do. All in one run with little memory. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a POSIX system")
class CommandTaskTest {

    private static final String[] COMMANDS = {
        "missing: [no-such-program]",
        "folder: [./sub]",
        "plain: [./plain]",
        "one: [sh, -c, 'echo out; exit 1']",
        "ten: [sh, -c, 'exit 10']",
        "killed: [sh, -c, 'kill -9 $$']",
        "hanging: [sh, -c, 'echo begun; sleep 100']",
        "loud: [sh, -c, 'yes 0123456789abcdef | head -c 100000000']",
        "closed: [sh, -c, 'exec <&- >&- 2>&-; exit 0']",
        "malformed: [sh, -c, 'echo nonsense > \"$KEPTN_RESULT\"']",
        "wrong: [sh, -c, 'echo \"{\\\"result\\\": \\\"maybe\\\"}\" > \"$KEPTN_RESULT\"']",
        "answering: [sh, -c, 'echo \"{\\\"result\\\": \\\"warning\\\", \\\"message\\\": \\\"so so\\\", \\\"data\\\": {\\\"x\\\": 1}}\" > \"$KEPTN_RESULT\"']",
        "placeholder: [echo, '{{data.none.x}}']",
        "values: [printf, '<%s>', '{{data.evil}}', '{{data.quoted}}', '{{data.list.1}}']",
        "reading: [sh, -c, 'cat | cmp - \"$KEPTN_EVENT\" && echo \"$KEPTN_STAGE $KEPTN_SERVICE $KEPTN_TASK\"']",
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static KeptnProcess.Result result;

    /** One sequence for each command, all of them set off by one that passes. */
    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        StringBuilder sequences = new StringBuilder(
                "  - name: dev\n    sequences:\n    - name: delivery\n      tasks: [{name: begin}]\n");
        StringBuilder services = new StringBuilder("{name: begin, events: [begin.triggered], command: ['true']}\n");
        for (String command : COMMANDS) {
            String name = command.substring(0, command.indexOf(':'));
            sequences.append("    - name: ").append(name).append('\n');
            sequences.append("      triggeredOn: [{event: dev.delivery.finished}]\n");
            sequences.append("      tasks: [{name: ").append(name).append("}]\n");
            String limit = name.equals("hanging") ? "2s" : "60s";
            services.append("  - {name: ")
                    .append(name)
                    .append("-service, timeout: ")
                    .append(limit);
            services.append(", events: [").append(name).append(".triggered], command: ");
            services.append(command.substring(command.indexOf('['))).append("}\n");
        }
        Project project = new Project(folder).stages(sequences.toString()).services(services.toString());
        project.file("plain", "#!/bin/sh\n");
        Files.createDirectory(folder.resolve("sub"));
        result = KeptnProcess.run(folder, List.of("-Xmx128m"), project.arguments("--data", """
                        {"evil": "a b\\"; touch pwned; $(touch pwned) `touch pwned` | touch pwned",
                         "quoted": "it's *", "list": [1, "two words"]}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        missing     | fail    | errored   | the command could not be started: `no-such-program` was not found in PATH
        folder      | fail    | errored   | the command could not be started: `./sub` is not an executable file
        plain       | fail    | errored   | the command could not be started: `./plain` is not an executable file
        one         | fail    | succeeded | the command ended with exit code 1
        ten         | warning | succeeded | the command ended with exit code 10
        killed      | fail    | succeeded | the command ended with exit code 137
        hanging     | fail    | errored   | timed out after 2s
        loud        | pass    | succeeded | ""
        closed      | pass    | succeeded | ""
        malformed   | fail    | errored   | the result file (KEPTN_RESULT) is malformed: Unrecognized token 'nonsense'
        wrong       | fail    | errored   | `result`: expected pass, warning, fail, found `maybe`
        answering   | warning | succeeded | so so
        placeholder | fail    | errored   | `{{data.none.x}}` has no value
        values      | pass    | succeeded | ""
        reading     | pass    | succeeded | ""
        """)
    void endsAsItsProgramDoes(String task, String outcome, String status, String message) {
        for (String type : List.of(task + ".finished", "dev." + task + ".finished")) {
            Map<String, @Nullable Object> data = result.data(type);
            assertThat(data).as(type).containsEntry("result", outcome).containsEntry("status", status);
            assertThat(Json.text(data, "message")).as(type).contains(message);
        }
        assertThat(result.events(task + ".finished").get(0)).containsEntry("source", task + "-service");
    }

    @Test
    void outputIsInTheFinishedEventAndBounded() {
        assertThat(output("one")).isEqualTo("out\n");
        assertThat(output("hanging")).isEqualTo("begun\n");
        assertThat(output("loud")).hasSizeLessThanOrEqualTo(64 * 1024).contains("0123456789abcdef\n0123456789abcdef");
        assertThat(Json.child(result.data("loud.finished"), "loud").get("outputCut"))
                .isNotNull();
    }

    @Test
    void valuesAreNeitherSplitNorExecuted() {
        assertThat(output("values"))
                .isEqualTo("<a b\"; touch pwned; $(touch pwned) `touch pwned` | touch pwned><it's *><two words>");
        assertThat(folder.resolve("pwned")).doesNotExist();
        assertThat(output("reading")).isEqualTo("dev carts reading\n");
    }

    @Test
    void runFailsWithoutAnInternalError() {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).doesNotContain("internal error", "Exception", "OutOfMemory");
        assertThat(result.finishedSequences()).hasSize(COMMANDS.length + 1);
    }

    @Test
    void warningIsNoFailure() throws IOException, InterruptedException {
        Path other = Files.createDirectory(folder.resolve("warning"));
        KeptnProcess.Result warned = new Project(other)
                .tasks("name: test")
                .services("{name: tester, events: [test.triggered], command: [sh, -c, 'exit 10']}")
                .run();
        assertThat(warned.exitCode()).as(warned.err()).isZero();
        assertThat(warned.finishedSequences()).containsExactly("dev.delivery warning");
    }

    private static String output(String task) {
        return String.valueOf(Json.child(result.data(task + ".finished"), task).get("output"));
    }
}
