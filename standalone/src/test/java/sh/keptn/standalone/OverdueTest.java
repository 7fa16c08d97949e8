package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** What is due when a process starts, because nobody was there when it became so. */
class OverdueTest {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: overdue}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: deployment, timeout: 1h}, {name: release, triggeredAfter: 30m}]
                  onFailure: [{name: notify}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Plan plan = Translator.translate("sockshop", new SourceFile("shipyard.yaml", SHIPYARD), null)
            .value()
            .orElseThrow();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void trigger() {
        take("trigger delivery");
    }

    @Test
    void deadlineEndsTheTaskBeforeAnythingElse() {
        take("start deployment");
        try (ControlledRun run = later(Duration.ofHours(1).plusSeconds(2))) {
            assertThat(run.summary()).isEqualTo("dev.delivery errored, dev.delivery onFailure runs (notify open)");
            assertThat(run.log()).containsOnlyOnce("deployment.finished fail");
        }
    }

    @Test
    void deadlineThatHasNotPassedDoesNot() {
        take("start deployment");
        try (ControlledRun run = later(Duration.ofMinutes(59))) {
            run.step("follow");
            assertThat(run.summary()).isEqualTo("dev.delivery runs (deployment open)");
            run.step("finish deployment pass");
        }
    }

    @Test
    void taskServiceThatCouldNotSayThatItHasStartedHasAMomentForIt() {
        try (ControlledRun run = later(Duration.ofMinutes(11))) {
            assertThat(run.summary()).isEqualTo("dev.delivery runs (deployment open)");
            run.step("start deployment");
            run.step("follow");
            assertThat(run.summary()).isEqualTo("dev.delivery runs (deployment open)");
        }
    }

    @Test
    void taskThatNobodyStartsIsGivenUpWithoutAnybodyWaitingForADeadline() {
        try (ControlledRun run = later(Duration.ofMinutes(11))) {
            Instant started = run.now();
            run.step("follow");
            assertThat(run.summary()).isEqualTo("dev.delivery errored, dev.delivery onFailure runs (notify open)");
            assertThat(run.now()).isEqualTo(started.plusSeconds(5));
        }
    }

    @Test
    void delayedTaskStartsAtOnce() {
        take("finish deployment pass");
        try (ControlledRun run = later(Duration.ofHours(3))) {
            Instant started = run.now();
            run.step("follow");
            assertThat(run.summary()).isEqualTo("dev.delivery runs (release open)");
            assertThat(run.now()).isEqualTo(started);
        }
    }

    @Test
    void effectsOfWhatACommandHasDecidedAreDoneAlsoWhenTheTaskIsOverdue() {
        take("start deployment");
        try (ControlledRun run = later(Duration.ofMinutes(10))) {
            run.commands().abort(ControlledRun.PROJECT, ControlledRun.CONTEXT, null);
        }
        try (ControlledRun run = later(Duration.ofHours(2))) {
            assertThat(run.summary()).isEqualTo("dev.delivery aborted, dev.delivery onFailure runs (notify open)");
            assertThat(run.executions()).hasSize(1);
            assertThat(run.log()).containsOnlyOnce("deployment.finished aborted");
        }
    }

    private void take(String step) {
        try (ControlledRun run = later(Duration.ZERO)) {
            run.step(step);
        }
    }

    private ControlledRun later(Duration passed) {
        now = now.plus(passed);
        return new ControlledRun(folder.resolve("keptn.db"), plan, now);
    }
}
