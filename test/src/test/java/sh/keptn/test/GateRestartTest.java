package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** An evaluation whose process is killed while its provider looks for values, or while it waits for them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the provider is a program of a POSIX system")
class GateRestartTest {

    private static final String[] RUN = {
        "--context", "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11", "--data-dir", "data", "--label", "buildId=1"
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void evaluationIsDoneAgainOnceAndNotComparedWithItself() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("dev/carts"));
        Project project = new Project(folder)
                .tasks("{name: evaluation, properties: {timeframe: 5m}}")
                .services(
                        "{name: gate, builtin: evaluation, events: [evaluation.triggered]}",
                        "{name: metrics, events: [get-sli.triggered], command: [sh, -c, 'test -e go || sleep 60;"
                                + " cp values.json \"$KEPTN_RESULT\"']}")
                .file("dev/carts/slo.yaml", """
                        objectives:
                          - sli: latency
                            pass:
                              - criteria: ["<=+10%"]
                        total_score: {pass: "90%"}
                        """)
                .file("values.json", """
                        {"data": {"get-sli": {"indicatorValues": [{"metric": "latency", "value": 100, "success": true}]}}}
                        """);
        try (KeptnProcess killed = KeptnProcess.start(folder, List.of(), project.arguments(RUN))) {
            String line = "";
            while (line != null && !line.contains("evaluation.started")) {
                line = killed.readLine();
            }
            assertThat(line).isNotNull();
        }
        project.file("go", "");

        KeptnProcess.Result result = project.run(RUN);
        assertThat(result.exitCode()).as(result.err()).isZero();
        Map<String, @Nullable Object> evaluation = Json.child(result.data("evaluation.finished"), "evaluation");
        assertThat(evaluation).containsEntry("comparedEvents", List.of()).containsEntry("score", 100L);
        KeptnProcess.Result kept = KeptnProcess.run(
                folder,
                List.of(),
                "get",
                "evaluations",
                "--data-dir",
                "data",
                "--project",
                "shop",
                "--service",
                "carts",
                "--output",
                "json");
        assertThat((List<?>) Json.parseObject(kept.out()).get("evaluations")).hasSize(1);
    }

    @Test
    void evaluationGoesOnWaitingInTheNextProcess() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("dev/carts"));
        Project project = new Project(folder)
                .tasks("{name: evaluation, properties: {timeframe: 5m}}")
                .services(
                        "{name: gate, builtin: evaluation, events: [evaluation.triggered]}",
                        "{name: metrics, events: [get-sli.triggered], command: [sh, -c, 'echo asked >> asked;"
                                + " cp values.json \"$KEPTN_RESULT\"']}")
                .file("dev/carts/slo.yaml", """
                        objectives:
                          - sli: latency
                            noData: wait
                            wait: {atMost: 3m, every: 2s}
                            pass:
                              - criteria: ["<=600"]
                        total_score: {pass: "90%"}
                        """)
                .file("values.json", "{\"data\": {\"get-sli\": {\"indicatorValues\": []}}}");
        try (KeptnProcess killed = KeptnProcess.start(folder, List.of(), project.arguments(RUN))) {
            String line = "";
            while (line != null && !line.contains("evaluation.status.changed")) {
                line = killed.readLine();
            }
            assertThat(line).contains("no value yet for latency; asked once");
        }
        project.file("values.json", """
                {"data": {"get-sli": {"indicatorValues": [{"metric": "latency", "value": 100, "success": true}]}}}
                """);

        KeptnProcess.Result result = project.run(RUN);
        assertThat(result.exitCode()).as(result.err()).isZero();
        Map<String, @Nullable Object> evaluation = Json.child(result.data("evaluation.finished"), "evaluation");
        Map<String, @Nullable Object> waited = Json.child(Json.child(evaluation, "explanation"), "waited");
        long asked = ((Number) Objects.requireNonNull(waited.get("asked"))).longValue();
        // A question that the end of the process has broken off is put again.
        assertThat((long) Files.readAllLines(folder.resolve("asked")).size()).isBetween(asked, asked + 1);
    }
}
