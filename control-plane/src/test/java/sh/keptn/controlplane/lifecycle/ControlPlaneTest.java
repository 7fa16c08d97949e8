package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.EffectRow;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

class ControlPlaneTest {

    private static final String OTHER = "6a3a5d9e-0000-4000-8000-000000000002";

    private final World world = new World();

    @Test
    void nothingFollowsInAProjectThatWasDeletedMeanwhile() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        new Plans(world.store).forget(PROJECT);
        ControlPlane started = world.anotherProcess();
        started.executionEnded(world.executions.get(0), world.execution(0), 0, false, "it is gone");
        world.pass(Duration.ofHours(1));
        started.sweep();
        assertThat(world.log(CONTEXT)).endsWith("dev.delivery.finished fail");
        assertThat(started.isFinished(PROJECT, CONTEXT)).isTrue();
    }

    @Test
    void nothingStartsInAProjectThatIsBeingDeleted() {
        world.trigger("runs", CONTEXT, "production", "canary");
        world.trigger("waits", OTHER, "production", "canary");
        new Plans(world.store).deactivate(PROJECT);
        // Neither its onFailure nor the one that waits.
        world.executionEnded(0, true, "by hand");
        assertThat(world.executions).hasSize(1);
        DeletedProject deleted = new DeletedProject(world.store, world.clock());
        assertThat(deleted.endWaiting(PROJECT, "production")).isTrue();
        world.later(Duration.ofHours(1));
        assertThat(world.executions).hasSize(1);
        assertThat(world.log(CONTEXT)).endsWith("production.canary.finished pass");
        assertThat(world.log(OTHER)).endsWith("production.canary.finished pass");
        assertThat(world.store.due(Instant.MAX, 10)).isEmpty();
        assertThat(world.control.control().redrive(PROJECT, CONTEXT, null).message())
                .isEqualTo("project " + PROJECT + " was deleted; nothing of it can go on");
    }

    @Test
    void whatWasAboutToStartWhenItsProjectWasDeletedEnds() {
        world.machinesAreDown = true;
        assertThatThrownBy(() -> world.trigger("trigger-1", CONTEXT, "dev", "delivery"))
                .isInstanceOf(IllegalStateException.class);
        world.machinesAreDown = false;
        new Plans(world.store).deactivate(PROJECT);
        world.later(Duration.ofHours(1));
        assertThat(world.executions).isEmpty();
        assertThat(world.data("dev.delivery.finished")).containsEntry("message", "the project was deleted");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isTrue();
    }

    @Test
    void aMachineThatIsNotYetKnownEverywhereIsTriedAgain() {
        world.machinesAreGone = true;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.later(Duration.ofMinutes(2));
        world.machinesAreGone = false;
        world.later(Duration.ofMinutes(1));
        assertThat(world.machines).containsExactly("dev-delivery");
        assertThat(world.log(CONTEXT)).containsExactly("dev.delivery.triggered", "dev.delivery.started");
    }

    @Test
    void aSequenceWhoseMachineStaysGoneEndsAsErrored() {
        world.machinesAreGone = true;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.later(Duration.ofMinutes(6));
        assertThat(world.data("dev.delivery.finished"))
                .containsEntry("status", "errored")
                .containsEntry(
                        "message",
                        "the state machine dev-delivery was deleted; publish the project again, and start the sequence anew");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isTrue();
        assertThat(world.executions).isEmpty();
    }

    @Test
    void whatWasAbortedWhileItsMachineWasMissingDoesNotStartWhenItIsThere() {
        world.machinesAreGone = true;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.control.abort(PROJECT, CONTEXT, null, "aborted");
        world.machinesAreGone = false;
        world.later(Duration.ofMinutes(1));
        assertThat(world.executions).isEmpty();
        assertThat(world.store.due(Instant.MAX, 10)).isEmpty();
    }

    @Test
    void whatWasRedrivenWhileItsMachineWasMissingRunsOnce() {
        world.machinesAreGone = true;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.control.abort(PROJECT, CONTEXT, null, "aborted");
        world.control.control().redrive(PROJECT, CONTEXT, null);
        world.machinesAreGone = false;
        world.later(Duration.ofMinutes(1));
        assertThat(world.machines).containsExactly("dev-delivery");
        assertThat(world.control.isFinished(PROJECT, CONTEXT)).isFalse();
    }

    @Test
    void nobodyTakesThePlaceOfWhatFollows() {
        deliverInDev("pass");
        String finished = world.bus.stream()
                .filter(event -> event.detailType().endsWith("dev.delivery.finished"))
                .map(BusEvent::id)
                .findFirst()
                .orElseThrow();
        world.trigger(Sequences.triggerId(finished, "qa", "delivery"), OTHER, "dev", "empty");
        world.follow();
        assertThat(world.log(CONTEXT)).contains("qa.delivery.triggered", "qa.delivery.started");
    }

    @Test
    void passingSequenceLeadsToTheNextStageOnceHoweverOftenTheBusDelivers() {
        deliverInDev("pass");
        world.follow();
        world.follow();
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "dev.delivery.triggered",
                        "dev.delivery.started",
                        "deployment.triggered",
                        "deployment.started",
                        "deployment.finished pass",
                        "dev.delivery.finished pass",
                        "qa.delivery.triggered",
                        "qa.delivery.started");
        assertThat(world.executions).hasSize(2);
        assertThat(world.answers).containsExactly("t1 succeeded");
    }

    @Test
    void failingTaskFailsItsStateAndEndsTheSequenceAndTheFailureTriggers() {
        deliverInDev("fail");
        world.follow();
        assertThat(world.answers).containsExactly("t1 Keptn.TaskFailed");
        assertThat(world.log(CONTEXT))
                .endsWith(
                        "deployment.finished fail",
                        "dev.delivery.finished fail",
                        "dev.rollback.triggered",
                        "dev.rollback.started");
    }

    @Test
    void contextIsFinishedOnlyWhenNothingFollowsAnyMore() {
        deliverInDev("pass");
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isFalse();
        world.follow();
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isFalse();
        pass("deployment", "t2");
        world.complete();
        world.follow();
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isTrue();
    }

    @Test
    void nextStageGetsWhatWasGathered() {
        deliverInDev("pass");
        world.follow();
        BusEvent triggered = world.bus.stream()
                .filter(event -> event.detailType().equals("sh.keptn.event.qa.delivery.triggered"))
                .findFirst()
                .orElseThrow();
        assertThat(triggered.event().data())
                .containsEntry("stage", "qa")
                .containsEntry("labels", Map.of("build", "7"))
                .containsEntry("deployment", Map.of("by", List.of("deployment-service")));
    }

    @Test
    void answersAndTimeoutsOfAnEndedSequenceEndItNotAgain() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.executionEnded(0, false, "out of memory");
        List<String> ended = world.log(CONTEXT);
        assertThat(ended).endsWith("dev.delivery.finished fail");
        assertThat(world.control.status(PROJECT, CONTEXT).open()).isEmpty();
        assertThat(world.control.isAwaited(triggered, "deployment-service")).isFalse();
        assertThat(world.finished("deployment", triggered, "deployment-service", "fail"))
                .isEqualTo(Receipt.LATE);
        world.follow();
        world.later(Duration.ofHours(2));
        assertThat(world.log(CONTEXT))
                .filteredOn("dev.delivery.finished fail"::equals)
                .hasSize(1);
    }

    @Test
    void nothingFollowsInAnAbortedContext() {
        deliverInDev("pass");
        assertThat(world.control.abort(PROJECT, CONTEXT, null, "not wanted")).isZero();
        world.follow();
        assertThat(world.log(CONTEXT)).doesNotContain("qa.delivery.triggered");
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isTrue();
    }

    @Test
    void moreThanOneHundredEffectsThatWereLeftAreDoneOnce() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.busIsDown = true;
        for (int i = 0; i < 150; i++) {
            String id = "progress-" + i;
            assertThatThrownBy(() -> world.progressed("deployment", triggered, id))
                    .hasMessage("the bus is down");
        }
        world.busIsDown = false;
        int before = world.bus.size();
        world.started("deployment", triggered, "deployment-service");
        assertThat(world.bus.size() - before).isEqualTo(150);
        world.started("deployment", triggered, "deployment-service");
        assertThat(world.bus.size() - before).isEqualTo(150);
    }

    @Test
    void whatFailsInTheSweepHoldsUpNothingElse() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.busIsDown = true;
        assertThatThrownBy(() -> world.progressed("deployment", triggered, "progress"))
                .hasMessage("the bus is down");
        assertThatThrownBy(() -> world.later(Duration.ofHours(2))).hasMessage("the bus is down");
        assertThat(world.control.isAwaited(triggered, "deployment-service")).isFalse();
    }

    @Test
    void sameTriggerStartsOnce() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        assertThat(world.executions).hasSize(1);
        assertThat(world.log(CONTEXT)).hasSize(2);
    }

    @Test
    void anotherContextWaitsForTheStage() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered");
        pass("deployment", "t1");
        world.complete();
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered", "dev.delivery.started");
        assertThat(world.executions).hasSize(2);
    }

    @Test
    void sequenceThatCannotRunIsErroredAtOnceAndNothingFollows() {
        world.trigger("trigger-1", CONTEXT, "dev", "nightly");
        world.trigger("trigger-2", OTHER, "dev", "empty");
        assertThat(world.log(CONTEXT)).containsExactly("dev.nightly.triggered", "dev.nightly.finished fail");
        assertThat(world.log(OTHER)).containsExactly("dev.empty.triggered", "dev.empty.finished fail");
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isTrue();
        assertThat(world.executions).isEmpty();
    }

    @Test
    void retryOfADispatchEmitsNothingNewAndAnswersGoToTheNewerToken() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.dispatch("deployment", "t2", 0, 1);
        world.dispatch("deployment", "t1", 0, 0);
        world.finished("deployment", triggered, "deployment-service", "pass");
        assertThat(world.answers).containsExactly("t2 succeeded");
        assertThat(world.bus.stream().filter(event -> event.detailType().equals("sh.keptn.event.deployment.triggered")))
                .hasSize(1);
    }

    @Test
    void dispatchOfAnEndedTaskIsAnsweredAtOnce() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        pass("deployment", "t1");
        world.dispatch("deployment", "t2", 0, 1);
        assertThat(world.answers).containsExactly("t1 succeeded", "t2 succeeded");
    }

    @Test
    void allServicesHaveToAnswerAndTheLastOneDecides() {
        world.services.put("deployment", List.of("a", "b"));
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.started("deployment", triggered, "b")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("deployment", triggered, "b", "warning")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).isEmpty();
        assertThat(world.finished("deployment", triggered, "a", "pass")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).containsExactly("t1 succeeded");
        assertThat(world.log(CONTEXT))
                .endsWith(
                        "deployment.started",
                        "deployment.finished warning",
                        "deployment.started",
                        "deployment.finished pass");
    }

    @Test
    void answersCountOnceAndLateOnesAreKeptAndChangeNothing() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.started("deployment", triggered, "deployment-service")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.started("deployment", triggered, "deployment-service")).isEqualTo(Receipt.DUPLICATE);
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.DUPLICATE);
        assertThat(world.answers).containsExactly("t1 succeeded");
    }

    @Test
    void answersOfStrangersAreRefused() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.finished("deployment", triggered, "mallory", "pass")).isEqualTo(Receipt.REFUSED);
        assertThat(world.finished("test", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.REFUSED);
        assertThat(world.finished("deployment", "unknown", "deployment-service", "pass"))
                .isEqualTo(Receipt.REFUSED);
        assertThat(world.answers).isEmpty();
    }

    @Test
    void whoStartsFirstIsExpectedWhereNobodyIsKnown() {
        world.services.put("deployment", List.of());
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        assertThat(world.started("deployment", triggered, "jenkins")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("deployment", triggered, "other", "pass")).isEqualTo(Receipt.REFUSED);
        assertThat(world.finished("deployment", triggered, "jenkins", "pass")).isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void taskThatNobodyStartsIsGivenUpAfterTenMinutesAndTheFailureTriggers() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.dispatch("deployment", "t1", 0, 0);
        world.later(Duration.ofMinutes(9));
        assertThat(world.answers).isEmpty();
        world.later(Duration.ofMinutes(1));
        world.follow();
        assertThat(world.answers).containsExactly("t1 Keptn.TaskTimedOut");
        assertThat(world.log(CONTEXT))
                .endsWith(
                        "deployment.finished fail",
                        "dev.delivery.finished fail",
                        "dev.rollback.triggered",
                        "dev.rollback.started");
    }

    @Test
    void startedTaskIsGivenUpAtItsOwnDeadline() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.started("deployment", triggered, "deployment-service");
        world.later(Duration.ofMinutes(60));
        assertThat(world.answers)
                .as("who gives up at the deadline says so himself")
                .isEmpty();
        world.later(Duration.ofSeconds(2));
        assertThat(world.answers).containsExactly("t1 Keptn.TaskTimedOut");
    }

    @Test
    void anAnswerInTheMomentAfterTheDeadlineCounts() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.started("deployment", triggered, "deployment-service");
        world.later(Duration.ofMinutes(60).plusSeconds(1));
        assertThat(world.finished("deployment", triggered, "deployment-service", "pass"))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(world.answers).containsExactly("t1 succeeded");
    }

    @Test
    void abortFailsTheOpenTaskFreesTheStageAndTriggersNothing() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        world.dispatch("deployment", "t1", 0, 0);
        // The second context's execution starts with the abort, so the call above was for the first.
        assertThat(world.control.abort(PROJECT, CONTEXT, null, "wrong build")).isEqualTo(1);
        world.follow();
        assertThat(world.answers).containsExactly("t1 Keptn.Aborted");
        assertThat(world.log(CONTEXT)).endsWith("deployment.finished fail", "dev.delivery.finished pass");
        assertThat(world.log(OTHER)).endsWith("dev.delivery.started");
        assertThat(world.control.status(PROJECT, CONTEXT).finished()).isTrue();
        assertThat(world.control.abort(PROJECT, CONTEXT, null, "again")).isZero();
    }

    @Test
    void abortOfAWaitingSequenceTakesItOutOfTheQueue() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.trigger("trigger-2", OTHER, "dev", "delivery");
        assertThat(world.control.abort(PROJECT, OTHER, "dev", "not needed")).isEqualTo(1);
        assertThat(world.log(OTHER)).containsExactly("dev.delivery.triggered", "dev.delivery.finished pass");
        pass("deployment", "t1");
        world.complete();
        assertThat(world.executions).hasSize(1);
    }

    @Test
    void whatWasDecidedButNotDoneIsDoneByARepeatedCall() {
        world.busIsDown = true;
        assertThatThrownBy(() -> world.trigger("trigger-1", CONTEXT, "dev", "delivery"))
                .hasMessageContaining("the bus is down");
        assertThat(world.executions).isEmpty();
        world.busIsDown = false;
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        assertThat(world.executions).hasSize(1);
        assertThat(world.bus).hasSize(2);
    }

    @Test
    void whatIsBrokenHoldsUpNothingElseAtTheStart() {
        world.busIsDown = true;
        assertThatThrownBy(() -> world.trigger("trigger-1", CONTEXT, "dev", "delivery"));
        world.busIsDown = false;
        Store.Key broken = new Store.Key(EffectRow.PARTITION_PREFIX + "!", "1");
        assertThat(world.store.transact(List.of(new Store.Write.Put(broken, 0, "no JSON", Instant.EPOCH))))
                .isTrue();
        assertThatThrownBy(world.control::resume).isInstanceOf(JsonException.class);
        assertThat(world.executions).hasSize(1);
        assertThat(world.bus).hasSize(2);
        assertThat(world.store.due(Instant.EPOCH, 1))
                .extracting(Store.Item::key)
                .containsExactly(broken);
    }

    @Test
    void whatWasDecidedButNotDoneIsDoneByTheSweep() {
        world.busIsDown = true;
        assertThatThrownBy(() -> world.trigger("trigger-1", CONTEXT, "dev", "delivery"));
        world.busIsDown = false;
        world.later(Duration.ofSeconds(31));
        assertThat(world.executions).hasSize(1);
        assertThat(world.bus).hasSize(2);
    }

    @Test
    void followersAreStartedByTheSweepWhereTheBusLostTheEvent() {
        deliverInDev("pass");
        world.later(Duration.ofMinutes(2));
        assertThat(world.log(CONTEXT)).endsWith("qa.delivery.triggered", "qa.delivery.started");
    }

    @Test
    void executionThatEndedOtherwiseEndsItsSequence() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.executionEnded(0, false, "States.Runtime");
        world.executionEnded(0, false, "States.Runtime");
        assertThat(world.log(CONTEXT))
                .containsExactly("dev.delivery.triggered", "dev.delivery.started", "dev.delivery.finished fail");
    }

    @Test
    void stampOfADispatchTellsWhoHasToAnswerAndWhatSelectorsMatch() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        world.dispatch("deployment", "t1", 0, 0);
        BusEvent triggered = world.bus.get(world.bus.size() - 1);
        assertThat(triggered.stamp())
                .containsEntry("services", List.of("deployment-service"))
                .containsEntry("selector", Map.of("build", "7", "kind", "functional"))
                .containsEntry("occurrence", 1);
        assertThat(Json.write(triggered.toJson()))
                .as("the token never leaves the store")
                .doesNotContain("\"t1\"");
    }

    private void deliverInDev(String result) {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = world.dispatch("deployment", "t1", 0, 0);
        world.started("deployment", triggered, "deployment-service");
        world.finished("deployment", triggered, "deployment-service", result);
        if (result.equals("pass")) {
            world.complete();
        }
    }

    private void pass(String task, String token) {
        String triggered = world.dispatch(task, token, 0, 0);
        world.finished(task, triggered, task + "-service", "pass");
    }
}
