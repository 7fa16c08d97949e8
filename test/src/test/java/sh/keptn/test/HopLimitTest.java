package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shipyards whose sequences lead to each other for ever. */
class HopLimitTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aLoopOfTriggersEndsAfterFiftySequences() throws IOException, InterruptedException {
        KeptnProcess.Result run = new Project(folder).stages("""
                          - name: dev
                            sequences:
                            - name: delivery
                              triggeredOn: [{event: qa.delivery.finished}]
                              tasks: [{name: deployment}]
                          - name: qa
                            sequences:
                            - name: delivery
                              triggeredOn: [{event: dev.delivery.finished}]
                              tasks: [{name: deployment}]
                        """).run("--simulate");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.finishedSequences()).hasSize(51).endsWith("qa.delivery pass", "dev.delivery fail");
        assertThat(run.events("deployment.finished")).hasSize(50);
        assertThat(run.events("dev.delivery.finished"))
                .last()
                .asString()
                .contains("more than 50 sequences in one context: the triggers of the shipyard form a loop");
    }
}
