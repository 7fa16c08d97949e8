package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.shipyard.QueueSettings.Order;
import sh.keptn.translator.shipyard.QueueSettings.WhileWaiting;

/** Deliveries that wait for a stage, give it away and take it back. */
class QueuesTest {

    private static final QueueSettings HOLD = new QueueSettings(WhileWaiting.HOLD, Order.FIFO);
    private static final QueueSettings NEWEST = new QueueSettings(WhileWaiting.FREE, Order.NEWEST);
    private static final String OTHER = "6a3a5d9e-0000-4000-8000-000000000002";
    private static final String THIRD = "6a3a5d9e-0000-4000-8000-000000000003";
    private static final String WAITS_FIRST = "{\"StartAt\": \"wait\", \"States\": {\"wait\": {\"Type\": \"Wait\"}}}";

    private World world = new World();

    @Test
    void anApprovalLetsTheNextOneInAndTheNextTaskWaitsForItsEnd() {
        approvalIsOpen();
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered", "dev.delivery.started");

        approve();
        String release = world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        assertThat(release).isEmpty();
        assertThat(world.control.status(PROJECT, CONTEXT).queued()).hasSize(1).allSatisfy(queued -> {
            assertThat(queued.contexts()).containsExactly(OTHER);
            assertThat(queued.services()).containsExactly("carts");
        });
        assertThat(world.control.status(PROJECT, CONTEXT).held()).hasSize(1);

        world.complete(1);
        assertThat(world.log(CONTEXT)).endsWith("approval.finished pass", "release.triggered");
        assertThat(world.control.status(PROJECT, CONTEXT).queued()).isEmpty();
        assertThat(world.control.status(PROJECT, CONTEXT).held()).isEmpty();
    }

    @Test
    void whoHoldsTheStageKeepsItDuringAnApproval() {
        world = new World(HOLD, "{}");
        approvalIsOpen();
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered");
        approve();
        assertThat(world.dispatch(0, "release", "t2", 0, 0, 0, Map.of())).isNotEmpty();
        world.complete(0);
        assertThat(world.log(OTHER)).endsWith("dev.delivery.started");
    }

    @Test
    void anApprovalThatAStrategyDecidesKeepsTheStage() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String test = world.dispatch("test", "t0", 0, 0);
        world.finished("test", test, "test-service", "pass");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        Map<String, Object> automatic = Map.of("properties", Map.of("pass", "automatic"));
        String approval = world.dispatch("approval", "t1", 0, 0, 0, automatic);
        world.started("approval", approval, "approval-service");
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered");
    }

    @Test
    void theStageIsFreeOnlyWhenNothingElseOfTheSequenceRuns() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        String test = world.dispatch(0, "test", "t1", 0, 0, 0, Map.of("parallel", 1, "branch", 1, "rest", "branch"));
        String approval =
                world.dispatch(0, "approval", "t2", 0, 0, 0, Map.of("parallel", 1, "branch", 2, "rest", "branch"));
        world.started("approval", approval, "approval-service");
        assertThat(world.log(OTHER)).doesNotContain("dev.delivery.started");
        world.finished("test", test, "test-service", "pass");
        assertThat(world.log(OTHER)).contains("dev.delivery.started");
    }

    @Test
    void aDelayLetsTheNextOneIn() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        String test = world.dispatch(0, "test", "t1", 0, 0, 0, Map.of("rest", "always"));
        assertThat(world.log(OTHER)).doesNotContain("dev.delivery.started");
        world.finished("test", test, "test-service", "pass");
        assertThat(world.log(OTHER)).contains("dev.delivery.started");
        assertThat(world.dispatch(0, "release", "t2", 0, 0, 0, Map.of())).isEmpty();
        world.complete(1);
        assertThat(world.log(CONTEXT)).endsWith("release.triggered");
    }

    @Test
    void aDelayAtTheBeginningLetsTheNextOneIn() {
        world = new World(QueueSettings.DEFAULT, WAITS_FIRST);
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "rollback");
        assertThat(world.log(OTHER)).contains("dev.rollback.started");
        assertThat(world.dispatch(0, "test", "t1", 0, 0, 0, Map.of())).isEmpty();
        world.complete(1);
        assertThat(world.log(CONTEXT)).endsWith("test.triggered");
    }

    @Test
    void aPauseLetsTheNextOneInAndAResumedOneWaitsForItsEnd() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        String test = world.dispatch(0, "test", "t1", 0, 0, 0, Map.of());
        world.control.pause(PROJECT, CONTEXT, null);
        assertThat(world.log(OTHER)).contains("dev.delivery.started");
        world.finished("test", test, "test-service", "pass");
        world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        world.control.resume(PROJECT, CONTEXT, null);
        assertThat(world.log(CONTEXT)).doesNotContain("release.triggered");
        world.complete(1);
        assertThat(world.log(CONTEXT)).endsWith("release.triggered");
    }

    @Test
    void aPausedContextDoesNotStartAndKeepsItsPlace() {
        world.trigger("trigger-0", THIRD, "dev", "delivery");
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.control.pause(PROJECT, CONTEXT, null);
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        world.complete(0);
        assertThat(world.log(OTHER)).contains("dev.delivery.started");
        world.complete(1);
        assertThat(world.log(CONTEXT)).containsExactly("dev.delivery.triggered");
        world.control.resume(PROJECT, CONTEXT, null);
        assertThat(world.log(CONTEXT)).contains("dev.delivery.started");
    }

    @Test
    void whatIsTriggeredInAPausedContextWaitsForItsResumption() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.control.pause(PROJECT, CONTEXT, "qa");
        world.complete();
        world.follow();
        assertThat(world.log(CONTEXT)).endsWith("qa.delivery.triggered");
        world.control.resume(PROJECT, CONTEXT, "qa");
        assertThat(world.log(CONTEXT)).endsWith("qa.delivery.started");
    }

    @Test
    void anAbortedOneThatWaitsToGoOnGivesItsPlaceUp() {
        approvalIsOpen();
        approve();
        world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        world.trigger("trigger-3", THIRD, "dev", "delivery");
        world.control.abort(PROJECT, CONTEXT, null, "no");
        world.complete(1);
        assertThat(world.log(THIRD)).contains("dev.delivery.started");
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished pass").doesNotContain("release.triggered");
    }

    @Test
    void waitingToGoOnTakesNoTime() {
        approvalIsOpen();
        approve();
        world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        world.later(Duration.ofDays(40));
        world.complete(1);
        world.later(Duration.ofMinutes(9));
        assertThat(world.log(CONTEXT)).endsWith("release.triggered");
        world.later(Duration.ofMinutes(2));
        assertThat(world.log(CONTEXT)).endsWith("release.finished fail", "dev.delivery.finished fail");
    }

    @Test
    void oneBracketThatEndsLetsFiftyOthersStart() {
        List<String> services =
                IntStream.range(0, 50).mapToObj(i -> "service-" + i).toList();
        world.trigger("trigger-0", CONTEXT, "dev", "delivery", services);
        for (int i = 0; i < 50; i++) {
            world.trigger("trigger-" + (i + 1), context(i), "dev", "delivery", List.of(services.get(i)));
        }
        assertThat(world.executions).hasSize(1);
        world.complete(0);
        assertThat(world.machines).filteredOn("dev-delivery"::equals).hasSize(51);
    }

    @Test
    void whatOneDecisionDidNotStartIsStartedAfterACrash() {
        List<String> services =
                IntStream.range(0, 20).mapToObj(i -> "service-" + i).toList();
        world.trigger("trigger-0", CONTEXT, "dev", "delivery", services);
        for (int i = 0; i < 20; i++) {
            world.trigger("trigger-" + (i + 1), context(i), "dev", "delivery", List.of(services.get(i)));
        }
        world.busIsDown = true;
        assertThatThrownBy(() -> world.complete(0)).hasMessageContaining("down");
        assertThat(world.executions).hasSize(1);
        world.busIsDown = false;
        world.later(Duration.ofMinutes(1));
        assertThat(world.machines).filteredOn("dev-delivery"::equals).hasSize(21);
    }

    @Test
    void thousandsWaitInSmallRowsAndRunInOrder() {
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            world.trigger("trigger-" + i, context(i), "dev", "delivery");
        }
        assertThat(world.store.largestBody("stage#" + PROJECT + "#dev")).isLessThan(1_000);
        for (int i = 0; i < 200; i++) {
            assertThat(world.executions).hasSize(i + 1);
            world.complete(i);
        }
        assertThat(world.control.status(PROJECT, context(count - 1)).queued()).hasSize(1);
    }

    @Test
    void onlyTheNewestWaitingDeliveryRuns() {
        world = new World(NEWEST, "{}");
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        for (int i = 0; i < 30; i++) {
            world.trigger("trigger-2" + i, context(i), "dev", "delivery");
        }
        assertThat(world.log(context(28))).containsExactly("dev.delivery.triggered", "dev.delivery.finished pass");
        Map<String, ?> data = world.control
                .log()
                .after(PROJECT, context(28), 1)
                .get(0)
                .event()
                .data();
        assertThat(data.get("status")).isEqualTo("aborted");
        assertThat(data.get("message")).isEqualTo("replaced by the newer delivery of context " + context(29));
        assertThat(world.control.isFinished(PROJECT, context(28))).isTrue();
        world.follow();
        world.complete(0);
        assertThat(world.executions).hasSize(2);
        assertThat(world.log(context(29))).contains("dev.delivery.started");
    }

    @Test
    void aDeliveryIsReplacedOnlyByOneThatCoversItsServices() {
        world = new World(NEWEST, "{}");
        world.trigger("trigger-1", CONTEXT, "dev", "delivery", List.of("carts", "orders"));
        world.trigger("trigger-2", OTHER, "dev", "delivery", List.of("carts", "orders"));
        world.trigger("trigger-3", THIRD, "dev", "delivery", List.of("carts"));
        assertThat(world.control.isFinished(PROJECT, OTHER)).isFalse();
        world.trigger("trigger-4", context(1), "dev", "delivery", List.of("carts", "orders", "users"));
        assertThat(world.control.isFinished(PROJECT, OTHER)).isTrue();
        assertThat(world.control.isFinished(PROJECT, THIRD)).isTrue();
    }

    @Test
    void whatHasBegunIsNotReplaced() {
        world = new World(NEWEST, "{}");
        approvalIsOpen();
        approve();
        world.dispatch(0, "release", "t2", 0, 0, 0, Map.of());
        world.trigger("trigger-3", THIRD, "dev", "delivery");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isFalse();
        world.complete(1);
        assertThat(world.log(CONTEXT)).endsWith("release.triggered");
    }

    private void approvalIsOpen() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        String approval = world.dispatch(0, "approval", "t1", 0, 0, 0, Map.of());
        world.started("approval", approval, "approval-service");
    }

    private void approve() {
        String approval = world.bus.stream()
                .filter(event -> "task.triggered".equals(event.stamp().get("kind")))
                .reduce((first, second) -> second)
                .orElseThrow()
                .id();
        world.finished("approval", approval, "approval-service", "pass");
    }

    private static String context(int i) {
        return String.format("6a3a5d9e-0000-4000-8001-%012d", i);
    }
}
