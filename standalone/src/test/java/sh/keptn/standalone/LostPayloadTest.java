package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.rows.DataRow;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** A task whose payload is too large for its event, and of which the store knows nothing any more. */
class LostPayloadTest {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: lost}
            spec:
              stages:
              - name: dev
                sequences: [{name: delivery, tasks: [{name: deployment}]}]
            """;
    private static final ServiceMatcher MATCHER =
            (plan, triggered) -> new ServiceMatcher.Match(List.of("deployer"), null);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<KeptnEvent> delivered = new ArrayList<>();
    private final List<TaskRequest> worked = new ArrayList<>();

    @Test
    void isNotDoneWithAPartOfItButTriedAgainAndAnsweredAsErrored() {
        Plan plan = Translator.translate("sockshop", new SourceFile("shipyard.yaml", SHIPYARD), null)
                .value()
                .orElseThrow();
        ManualTimeline timeline = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
        try (Standalone standalone = new Standalone(
                Database.open(folder.resolve("keptn.db")), timeline, plan, MATCHER, Map.of("deployer", new Worker()))) {
            standalone
                    .controlPlane()
                    .trigger(new Trigger(
                            "trigger-1",
                            "test",
                            "sockshop",
                            "dev",
                            "delivery",
                            List.of("carts"),
                            "context-1",
                            Map.of("report", "x".repeat(220_000)),
                            null));
            while (delivered.isEmpty() && timeline.runOne()) {
                // Up to the first delivery, which is not taken.
            }
            assertThat(delivered)
                    .singleElement()
                    .extracting(KeptnEvent::dataref)
                    .isNotNull();
            standalone
                    .store()
                    .transact(List.of(
                            new Write.Delete(DataRow.key(delivered.get(0).id()), 1)));
            timeline.runAll();

            assertThat(worked).isEmpty();
            assertThat(delivered).hasSizeGreaterThan(2);
            assertThat(standalone.controlPlane().log().after("sockshop", "context-1", 0))
                    .extracting(EventLog.Entry::event)
                    .filteredOn(event -> event.type().endsWith("deployment.finished"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.data()).containsEntry("status", "errored");
                        assertThat(event.dataText("message"))
                                .startsWith("task service `deployer` broke off")
                                .contains("refers to its payload as `urn:uuid:"
                                        + delivered.get(0).id() + "`");
                    });
        }
    }

    /** Is away when it is asked for the first time. */
    private final class Worker implements TaskWorker {

        @Override
        public boolean takes(KeptnEvent triggered) {
            delivered.add(triggered);
            if (delivered.size() == 1) {
                throw new IllegalStateException("away");
            }
            return true;
        }

        @Override
        public Answer work(TaskRequest request) {
            worked.add(request);
            return TaskWorker.of(each -> TaskAnswer.Finished.errored("not reached"))
                    .work(request);
        }
    }
}
