package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.standalone.ControlledRun.CONTEXT;
import static sh.keptn.standalone.ControlledRun.PROJECT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.controlplane.lifecycle.ControlAnswer.Verdict;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** Redriven sequences on the embedded engine: what has passed runs zero times again, whether or not the engine can go on. */
class RedriveRunTest {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: redrive}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: deployment}, {name: check, triggeredAfter: 5m}, {name: release}]
                - name: parallel
                  tasks:
                  - parallel: [{name: lint}, {tasks: [{name: scan}, {name: report}]}, {name: probe}]
                  - {name: release}
            """;

    private static final String CANARY = """
            version: 0.1.2
            type: Shipyard
            spec:
              stages:
              - name: dev
                workflows:
                  canary:
                  - deployment:
                  - release: {strategy: canary, workflow: {release.progressed: [check]}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ControlledRun run;

    @AfterEach
    void close() {
        run.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnFromTheFailedTask(boolean engineKnowsTheExecution) {
        begin(SHIPYARD, "trigger delivery", "finish deployment pass", "follow", "finish check fail", "follow");
        redrive(engineKnowsTheExecution);
        assertThat(run.summary()).isEqualTo("dev.delivery again runs (check open)");
        take("finish check fail", "follow");
        redrive(engineKnowsTheExecution);
        take("finish check pass", "finish release pass", "follow");
        assertThat(run.summary()).isEqualTo("dev.delivery again pass");
        assertThat(count("deployment.triggered")).isOne();
        assertThat(count("check.triggered")).isEqualTo(3);
        assertThat(run.executions()).isEmpty();
        assertThat(run.lease()).isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void branchesThatPassedAreNotRepeated(boolean engineKnowsTheExecution) {
        begin(SHIPYARD, "trigger parallel", "finish lint warning", "finish scan pass", "finish report fail", "follow");
        assertThat(run.summary()).isEqualTo("dev.parallel fail");
        redrive(engineKnowsTheExecution);
        assertThat(run.summary()).isEqualTo("dev.parallel again runs (probe open, report open)");
        take("finish report pass", "finish probe pass");
        assertThat(run.summary()).isEqualTo("dev.parallel again runs (release open)");
        assertThat(triggered("release")).containsEntry("result", "warning");
        take("finish release pass", "follow");
        assertThat(run.summary()).isEqualTo("dev.parallel again pass");
        for (String once : List.of("lint", "scan", "release")) {
            assertThat(count(once + ".triggered")).as(once).isOne();
        }
    }

    @Test
    void aTaskThatTimedOutIsAskedForAgain() {
        begin(SHIPYARD, "trigger delivery", "finish deployment pass", "follow", "expire", "follow");
        assertThat(run.summary()).isEqualTo("dev.delivery errored");
        redrive(true);
        take("finish check pass", "finish release pass", "follow");
        assertThat(run.summary()).isEqualTo("dev.delivery again pass");
    }

    @Test
    void anAbortInAWaitGoesOnWithTheWait() {
        begin(SHIPYARD, "trigger delivery", "finish deployment pass", "abort");
        assertThat(run.summary()).isEqualTo("dev.delivery aborted");
        assertThat(run.commands().redrive(PROJECT, CONTEXT, null).verdict()).isEqualTo(Verdict.DONE);
        run.goOn();
        assertThat(run.summary()).as("it waits again").isEqualTo("dev.delivery again runs");
        take("follow", "finish check pass", "finish release pass", "follow");
        assertThat(run.summary()).isEqualTo("dev.delivery again pass");
        assertThat(count("deployment.triggered")).isOne();
    }

    @Test
    void afterARollbackTheCanaryBeginsAgain() {
        begin(
                CANARY,
                "trigger canary",
                "finish deployment pass",
                "progress release",
                "finish check pass",
                "progress release",
                "finish check fail",
                "finish rollback pass",
                "follow");
        assertThat(run.summary()).isEqualTo("dev.canary fail, dev.canary rollback pass");
        redrive(true);
        assertThat(count("deployment.triggered")).isOne();
        assertThat(triggered("release").get("release")).asString().contains("iteration=0");
        take("progress release", "finish check pass", "finish release pass", "follow");
        assertThat(run.summary()).isEqualTo("dev.canary again pass, dev.canary rollback pass");
        assertThat(count("deployment.triggered")).isOne();
        assertThat(count("check.triggered")).isEqualTo(3);
    }

    private void begin(String shipyard, String... steps) {
        Plan plan = Translator.translate(PROJECT, new SourceFile("shipyard.yaml", shipyard), null)
                .value()
                .orElseThrow();
        run = new ControlledRun(folder.resolve("keptn.db"), plan, Instant.parse("2026-01-01T00:00:00Z"));
        take(steps);
    }

    private void take(String... steps) {
        for (String step : steps) {
            run.step(step);
        }
    }

    private void redrive(boolean engineKnowsTheExecution) {
        if (!engineKnowsTheExecution) {
            run.forgetExecutions();
        }
        assertThat(run.commands().redrive(PROJECT, CONTEXT, null).verdict()).isEqualTo(Verdict.DONE);
        run.goOn();
        run.step("follow");
    }

    private long count(String entry) {
        return run.log().stream().filter(entry::equals).count();
    }

    /** The data of the newest event that asks for a task. */
    private Map<String, @Nullable Object> triggered(String task) {
        return run.control().log().after(PROJECT, CONTEXT, 0).stream()
                .filter(entry -> entry.event().type().endsWith(task + ".triggered"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .event()
                .data();
    }
}
