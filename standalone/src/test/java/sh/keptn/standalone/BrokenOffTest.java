package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** A function that the end of the process interrupts. */
class BrokenOffTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SHIPYARD = """
        apiVersion: spec.keptn.sh/0.2.3
        kind: Shipyard
        metadata: {name: broken-off}
        spec:
          stages:
          - name: dev
            sequences:
            - name: delivery
              tasks: [{name: deployment}]
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Plan plan = Translator.translate(
                    ControlledRun.PROJECT, new SourceFile("shipyard.yaml", SHIPYARD), null)
            .value()
            .orElseThrow();

    @Test
    void isCalledAgainAfterTheNextStartAndHasNotFailed() {
        ManualTimeline timeline = new ManualTimeline(NOW);
        ServiceMatcher interrupted = (version, triggered) -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        };
        Database database = Database.open(folder.resolve("keptn.db"));
        try (Standalone standalone = new Standalone(database, timeline, plan, interrupted, Map.of())) {
            standalone
                    .controlPlane()
                    .trigger(new Trigger(
                            "trigger",
                            "test",
                            ControlledRun.PROJECT,
                            "dev",
                            "delivery",
                            List.of("carts"),
                            ControlledRun.CONTEXT,
                            Map.of(),
                            null));
            timeline.runWork();
            assertThat(Thread.interrupted()).isTrue();
        }
        try (ControlledRun run = new ControlledRun(folder.resolve("keptn.db"), plan, NOW)) {
            assertThat(run.summary()).isEqualTo("dev.delivery runs (deployment open)");
        }
    }
}
