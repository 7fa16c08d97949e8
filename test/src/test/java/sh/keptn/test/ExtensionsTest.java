package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Shipyards with parallel tasks, time limits, and tasks that run when a sequence has failed or ended. */
class ExtensionsTest {

    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void shipyard() throws IOException {
        new Project(folder).stages("""
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - name: deployment
                    timeout: 15m
                  - parallel:
                    - {name: test, properties: {teststrategy: functional}}
                    - tasks:
                      - {name: test, properties: {teststrategy: performance}, triggeredAfter: 30s}
                      - name: evaluation
                  - name: release
                  onFailure:
                  - name: rollback
                  finally:
                  - parallel:
                    - name: notification
                    - name: cleanup
            """);
    }

    @Test
    void allBranchesEndBeforeTheNextTask() throws Exception {
        KeptnProcess.Result run = run("[]");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(types(run))
                .startsWith("dev.delivery.triggered", "dev.delivery.started", "deployment.triggered")
                .containsSubsequence("test.finished", "evaluation.finished", "release.triggered")
                .containsSubsequence("dev.delivery.finished", "cleanup.triggered", "cleanup.finished")
                .containsSubsequence("dev.delivery.finished", "notification.triggered", "notification.finished")
                .doesNotContain("rollback.triggered");
        assertThat(run.events("test.triggered"))
                .extracting(
                        event -> Json.child(Json.child(event, "data"), "test").get("teststrategy"))
                .containsExactlyInAnyOrder("functional", "performance");
    }

    @Test
    void resultsOfAllBranchesReachTheNextTask() throws Exception {
        KeptnProcess.Result run = run("""
            [{"task": "test", "occurrence": 1, "data": {"test": {"first": 1}}},
             {"task": "evaluation", "result": "warning", "data": {"evaluation": {"score": 80}}}]
            """);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.data("release.triggered"))
                .containsEntry("result", "warning")
                .containsEntry("evaluation", Json.parse("{\"score\": 80}"))
                .containsEntry("test", Json.parse("{\"first\": 1}"));
    }

    @Test
    void afterAFailureTheCompanionsRunOneAfterTheOther() throws Exception {
        KeptnProcess.Result run = run("[{\"task\": \"evaluation\", \"result\": \"fail\", \"message\": \"too slow\"}]");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.finishedSequences()).containsExactly("dev.delivery fail");
        assertThat(types(run))
                .doesNotContain("release.triggered")
                .containsSubsequence(
                        "dev.delivery.finished", "rollback.triggered", "rollback.finished", "cleanup.triggered");
        assertThat(run.data("rollback.triggered")).containsEntry("result", "fail");
    }

    @Test
    void aFailingCompanionFailsTheRunButNotTheSequence() throws Exception {
        KeptnProcess.Result run = run("[{\"task\": \"cleanup\", \"result\": \"fail\", \"message\": \"disk full\"}]");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.finishedSequences()).containsExactly("dev.delivery pass");
    }

    @Test
    void aTaskThatTakesTooLongFailsItsSequence() throws Exception {
        KeptnProcess.Result run = run("[{\"task\": \"deployment\", \"delay\": \"PT16M\"}]");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.data("dev.delivery.finished")).containsEntry("status", "errored");
        assertThat(types(run)).contains("rollback.finished", "cleanup.finished").doesNotContain("test.triggered");
    }

    private KeptnProcess.Result run(String answers) throws IOException, InterruptedException {
        return new Project(folder)
                .file("answers.json", answers)
                .run("--simulate", "--answers", "answers.json", "--context", CONTEXT);
    }

    private static List<String> types(KeptnProcess.Result run) {
        return run.events().stream()
                .map(event -> String.valueOf(event.get("type")).substring("sh.keptn.event.".length()))
                .toList();
    }
}
