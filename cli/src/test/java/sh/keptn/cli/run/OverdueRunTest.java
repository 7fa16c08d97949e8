package sh.keptn.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** Runs of one folder, each at a later time than the one before: what is overdue by then ends before anything else happens. */
class OverdueRunTest {

    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Seen seen = new Seen();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void approvalWhoseDeadlineHasPassedHasFailedWhateverIsAnsweredNow(boolean simulate, boolean answered)
            throws Exception {
        assertThat(run(simulate, null)).isEqualTo(RunOutcome.WAITING);
        now = now.plus(HOUR);
        assertThat(run(simulate, answered ? "[{\"task\": \"approval\"}]" : null))
                .isEqualTo(RunOutcome.FAILED);
        assertThat(seen.log)
                .containsSubsequence("approval.triggered", "approval.finished errored", "dev.delivery.finished errored")
                .doesNotContain("approval.finished succeeded", "release.triggered");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commandAfterTheDeadlineFindsThatTheApprovalHasFailed(boolean redriven) throws Exception {
        assertThat(run(true, null)).isEqualTo(RunOutcome.WAITING);
        now = now.plus(HOUR);
        try (KeptContexts contexts = KeptContexts.open(folder, clock())) {
            ControlAnswer answer = redriven
                    ? contexts.control().redrive("shop", CONTEXT, null)
                    : contexts.control().abort("shop", CONTEXT, null);
            assertThat(answer.message())
                    .isEqualTo(
                            redriven
                                    ? "dev.delivery goes on where it ended"
                                    : "nothing of context " + CONTEXT + " ran any more; nothing follows");
        }
        assertThat(run(true, "[{\"task\": \"approval\"}]")).isEqualTo(redriven ? RunOutcome.PASSED : RunOutcome.FAILED);
        assertThat(seen.log).containsOnlyOnce("approval.finished errored");
    }

    @Test
    void lastMomentOfATaskIsWaitedFor() throws Exception {
        assertThat(run(true, null)).isEqualTo(RunOutcome.WAITING);
        now = now.plusSeconds(4);
        assertThat(run(true, null)).isEqualTo(RunOutcome.FAILED);
        assertThat(seen.log).contains("approval.finished errored");
    }

    @Test
    void decisionOfSomebodyWhoWasAskedInTimeIsTooLate() throws Exception {
        seen.thinks = HOUR;
        assertThat(run(false, null)).isEqualTo(RunOutcome.FAILED);
        assertThat(seen.log)
                .containsSubsequence("approval.finished errored", "approval.finished succeeded")
                .contains("dev.delivery.finished errored")
                .doesNotContain("release.triggered");
    }

    @Test
    void approvalEndsWhileSomebodyStillThinks() throws Exception {
        seen.thinks = HOUR;
        seen.thinksOn = true;
        assertThat(run(false, null)).isEqualTo(RunOutcome.FAILED);
        assertThat(seen.log)
                .containsSubsequence("approval.triggered", "approval.finished errored", "dev.delivery.finished errored")
                .doesNotContain("approval.finished succeeded");
        assertThat(seen.open).as("nothing is left to be decided").isEmpty();
    }

    private RunOutcome run(boolean simulate, @Nullable String answers) throws Exception {
        String shipyard = """
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: overdue}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks:
                      - {name: approval, timeout: 3s, properties: {pass: manual, warning: manual}}
                      - name: release
                """;
        String uniform = """
                kind: Uniform
                spec:
                  services:
                  - {name: worker, events: [release.triggered], command: ['true']}
                """;
        RunRequest request = new RunRequest(
                Translator.translate(
                                "shop", new SourceFile("shipyard.yaml", shipyard), new SourceFile("u.yaml", uniform))
                        .value()
                        .orElseThrow(),
                folder,
                Map.of(),
                folder,
                "dev",
                "delivery",
                List.of("carts"),
                Map.of(),
                CONTEXT,
                folder,
                simulate,
                false,
                answers == null ? null : new RunRequest.Answers("answers.json", answers));
        seen.log.clear();
        return new Run(request, seen, clock()).run();
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    /** What a run shows; whoever is asked agrees, if he has time to think. */
    private final class Seen implements RunListener {
        private final List<String> log = new ArrayList<>();
        private final List<OpenTask> open = new ArrayList<>();
        private @Nullable Duration thinks;
        private boolean thinksOn;

        @Override
        public void event(KeptnEvent event) {
            String status = event.dataText("status");
            log.add(event.type().substring("sh.keptn.event.".length())
                    + (event.type().endsWith(".finished") ? " " + status : ""));
        }

        @Override
        public void tick(Instant time) {}

        @Override
        public Optional<Boolean> approve(OpenTask task, BooleanSupplier isOpen) {
            if (thinks == null) {
                return Optional.empty();
            }
            now = now.plus(thinks);
            while (thinksOn && isOpen.getAsBoolean()) {
                Thread.onSpinWait();
            }
            return thinksOn ? Optional.empty() : Optional.of(true);
        }

        @Override
        public void stillOpen(OpenTask task) {
            open.add(task);
        }

        @Override
        public void stillHeld(ContextStatus.Held task) {}

        @Override
        public void stillQueued(ContextStatus.Queued sequence) {}
    }
}
