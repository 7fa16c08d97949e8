package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.events.Json;

/** Tasks that each answer 100 KB: the events refer to what is too large for them, programs get all of it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a POSIX system")
class LargePayloadTest {

    private static final int EVENT_LIMIT = 256 * 1024;
    private static final String[] REPORTS = {"one", "two", "three", "four"};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLost(boolean simulated) throws IOException, InterruptedException {
        StringBuilder tasks = new StringBuilder();
        StringBuilder answers = new StringBuilder("[");
        for (String task : REPORTS) {
            tasks.append("{name: ").append(task).append("}, ");
            answers.append("{\"task\": \"")
                    .append(task)
                    .append("\", \"data\": {\"")
                    .append(task);
            answers.append("\": \"").append("x".repeat(100_000)).append("\"}},");
        }
        Project project = new Project(folder)
                .stages("  - name: dev\n    sequences:\n    - name: delivery\n      tasks: [" + tasks
                        + "{name: check}]\n  - name: qa\n    sequences:\n    - name: delivery\n"
                        + "      triggeredOn: [{event: dev.delivery.finished}]\n      tasks: [{name: check}]\n")
                .services(
                        "{name: reporter, events: [" + String.join(".triggered, ", REPORTS) + ".triggered], command: "
                                + "[sh, -c, 'x=$(yes | tr -d \"\\n\" | head -c 100000); printf "
                                + "\"{\\\"data\\\": {\\\"$KEPTN_TASK\\\": \\\"$x\\\"}}\" > \"$KEPTN_RESULT\"']}",
                        "{name: checker, events: [check.triggered], command: [sh, -c, 'wc -c < \"$KEPTN_EVENT\"; "
                                + "grep -c dataref \"$KEPTN_EVENT\"; test \"{{data.four}}\" != \"\"']}")
                .file("answers.json", answers + "{\"task\": \"check\"}]");
        KeptnProcess.Result result = simulated ? project.run("--simulate", "--answers", "answers.json") : project.run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        List<Map<String, @Nullable Object>> events =
                Arrays.stream(result.out().split("\n")).map(Json::parseObject).toList();
        assertThat(result.out().split("\n")).allSatisfy(line -> assertThat(line).hasSizeLessThan(EVENT_LIMIT));
        assertThat(events)
                .filteredOn(event -> event.containsKey("dataref"))
                .extracting(event -> String.valueOf(event.get("type")))
                .containsExactly(
                        "sh.keptn.event.four.triggered",
                        "sh.keptn.event.check.triggered",
                        "sh.keptn.event.qa.delivery.triggered",
                        "sh.keptn.event.check.triggered");
        if (!simulated) {
            assertThat(events)
                    .filteredOn(event -> "sh.keptn.event.check.finished".equals(event.get("type")))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(output(event)).matches("4\\d{5}\\n0\\n"));
        }
    }

    private static String output(Map<String, @Nullable Object> event) {
        return String.valueOf(Json.child(Json.child(event, "data"), "check").get("output"));
    }
}
