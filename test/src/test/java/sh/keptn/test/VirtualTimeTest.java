package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waits and timeouts of simulated runs pass at once, and the times of the events show them. */
class VirtualTimeTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void waitsAndDelaysPassInVirtualTime() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("name: deploy", "{name: test, triggeredAfter: 10m}")
                .file("answers.json", "[{\"task\": \"deploy\", \"delay\": \"PT5H\"}]")
                .run("--simulate", "--answers", "answers.json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(between(result, "deploy.triggered", "deploy.finished"))
                .isBetween(Duration.ofHours(5), Duration.ofHours(5).plusMinutes(1));
        assertThat(between(result, "deploy.finished", "test.triggered"))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    @Test
    void answerAfterTheTimeoutIsTooLate() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .tasks("{name: deploy, properties: {timeout: 2s}}", "name: test")
                .file("answers.json", "[{\"task\": \"deploy\", \"delay\": \"PT1H\"}]")
                .run("--simulate", "--answers", "answers.json");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.data("dev.delivery.finished"))
                .containsEntry("result", "fail")
                .containsEntry("status", "errored")
                .containsEntry("message", "`deploy` had not finished when its time was over");
        assertThat(between(result, "deploy.triggered", "dev.delivery.finished"))
                .isBetween(Duration.ofSeconds(2), Duration.ofMinutes(1));
        assertThat(result.events("test.triggered")).isEmpty();
    }

    @Test
    void failureTriggersTheRollbackAndNotTheNextStage() throws IOException, InterruptedException {
        KeptnProcess.Result result = new Project(folder)
                .stages("""
                          - name: dev
                            sequences:
                            - name: delivery
                              tasks: [{name: deploy}, {name: test}, {name: release}]
                            - name: rollback
                              triggeredOn:
                              - event: dev.delivery.finished
                                selector: {match: {result: fail}}
                              tasks: [{name: undo}]
                          - name: prod
                            sequences:
                            - name: delivery
                              triggeredOn: [{event: dev.delivery.finished}]
                              tasks: [{name: deploy}]
                        """)
                .file("answers.json", "[{\"task\": \"test\", \"result\": \"fail\", \"message\": \"too slow\"}]")
                .run("--simulate", "--answers", "answers.json");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.finishedSequences()).containsExactly("dev.delivery fail", "dev.rollback pass");
        assertThat(result.data("dev.delivery.finished")).containsEntry("message", "too slow");
        assertThat(result.events("release.triggered")).isEmpty();
    }

    private static Duration between(KeptnProcess.Result result, String first, String second) {
        return Duration.between(time(result, first), time(result, second));
    }

    private static Instant time(KeptnProcess.Result result, String type) {
        return Instant.parse(String.valueOf(result.events(type).get(0).get("time")));
    }
}
