package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.lambda.control.ControlFunctions.COMPLETE_SEQUENCE;
import static sh.keptn.lambda.control.ControlFunctions.CONTROL;
import static sh.keptn.lambda.control.ControlFunctions.DISPATCH_SEQUENCE;
import static sh.keptn.lambda.control.ControlFunctions.DISPATCH_TASK;
import static sh.keptn.lambda.control.ControlFunctions.EXECUTION_ENDED;
import static sh.keptn.lambda.control.ControlFunctions.RECEIVE_EVENT;
import static sh.keptn.lambda.control.ControlFunctions.SWEEP;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.InvalidInputException;

/** Each function with the payload of its source, played through one delivery. */
class ControlFunctionsTest {

    private final Account account = new Account();

    @Test
    void aTriggerOfAnotherSystemStartsASequence() {
        trigger();

        assertThat(account.calls).singleElement().asString().startsWith("start ");
        assertThat(account.logged().get(0).source())
                .as("the source that the event claimed is replaced")
                .isEqualTo("acme.pipeline");
        assertThat(account.rule).containsExactly("enable");
    }

    @Test
    void aTriggerThatComesTwiceStartsOnce() {
        trigger();
        trigger();

        assertThat(account.calls).hasSize(1);
        assertThat(account.rule).as("it is enabled already").hasSize(1);
    }

    @Test
    void aTriggerIsRefusedThatIsOld() {
        account.advance(Duration.ofHours(25));
        trigger();

        assertThat(account.calls).isEmpty();
        assertThat(account.log).singleElement().asString().contains("older than 24 hours");
    }

    @Test
    void aTriggerIsRefusedThatNobodyCanStart() {
        Map<String, @Nullable Object> unknown = Payloads.of("trigger", Map.of());
        Json.child(Json.child(unknown, "detail"), "data").put("project", "nosuch");
        account.invoke(DISPATCH_SEQUENCE, unknown);
        Map<String, @Nullable Object> ended = Payloads.of("trigger", Map.of());
        Json.child(ended, "detail").put("type", "sh.keptn.event.dev.delivery.finished");
        account.invoke(DISPATCH_SEQUENCE, ended);
        Map<String, @Nullable Object> empty = Payloads.of("trigger", Map.of());
        Json.child(empty, "detail").remove("data");
        account.invoke(DISPATCH_SEQUENCE, empty);

        assertThat(account.calls).isEmpty();
        assertThat(account.log)
                .satisfiesExactly(
                        first -> assertThat(first).contains("there is no project `nosuch`"),
                        second -> assertThat(second).contains("asks for no sequence"),
                        third -> assertThat(third).contains("the event has no `data.project`"));
    }

    @Test
    void idsAreRefusedThatAreTooLongForRows() {
        Map<String, @Nullable Object> trigger = Payloads.of("trigger", Map.of());
        Json.child(trigger, "detail").put("id", "\u00e4".repeat(129));
        account.invoke(DISPATCH_SEQUENCE, trigger);
        Map<String, @Nullable Object> answer = Payloads.of("answer", answerOf("finished", "x".repeat(257)));
        account.invoke(RECEIVE_EVENT, answer);

        assertThat(account.calls).isEmpty();
        assertThat(account.log)
                .satisfiesExactly(
                        first -> assertThat(first).contains("`id` has 258 bytes; it may have 256"),
                        second -> assertThat(second).contains("`id` has 257 bytes; it may have 256"));
    }

    @Test
    void aTriggerWithoutContextGetsTheSameOneWheneverItComes() {
        Map<String, @Nullable Object> bare = Payloads.of("trigger", Map.of());
        Json.child(bare, "detail").remove("shkeptncontext");
        account.invoke(DISPATCH_SEQUENCE, bare);
        account.invoke(DISPATCH_SEQUENCE, bare);

        assertThat(account.calls).hasSize(1);
    }

    @Test
    void aTaskIsAskedForAndItsAnswerGoesToTheToken() {
        trigger();
        Object answered = account.invoke(DISPATCH_TASK, task("token-1"));

        assertThat(answered).isEqualTo(Map.of());
        BusEvent asked = triggered();
        assertThat(asked.stamp().get("services")).isEqualTo(List.of("jmeter"));

        answer("started", "answer-1");
        answer("finished", "answer-2");
        answer("finished", "answer-2");

        assertThat(account.calls).containsOnlyOnce("succeed token-1");
        assertThat(account.logged().get(3).source()).isEqualTo("jmeter");
        assertThat(account.events())
                .containsExactly(
                        "dev.delivery.triggered",
                        "dev.delivery.started",
                        "test.triggered",
                        "test.started pass",
                        "test.finished pass");
    }

    @Test
    void aTaskServiceThatEvaluatesAsksForValues() {
        asked("evaluation");
        account.invoke(DISPATCH_SEQUENCE, asking("somebody"));
        assertThat(account.log).last().asString().contains("`somebody` does not evaluate anything");
        account.invoke(DISPATCH_SEQUENCE, asking("gate"));
        assertThat(account.log).last().asString().contains("`gate` is done by the installation");

        account.invoke(DISPATCH_SEQUENCE, asking("keptn.services"));
        account.invoke(DISPATCH_SEQUENCE, asking("keptn.services"));
        assertThat(account.log).last().asString().contains("\"receipt\":\"DUPLICATE\"");
        assertThat(account.put("task.triggered"))
                .last()
                .satisfies(asked -> assertThat(asked.stamp())
                        .containsEntry("task", "get-sli")
                        .containsEntry("services", List.of("metrics")));
        assertThat(account.events()).containsOnlyOnce("get-sli.triggered");
    }

    /** A question about the first task that was asked for, from a source of the bus; the task services themselves say who asks. */
    private Map<String, @Nullable Object> asking(String source) {
        KeptnEvent event = new KeptnEvent(
                "question-1",
                "gate",
                "sh.keptn.event.get-sli.triggered",
                Instant.parse("2026-01-01T00:00:00Z"),
                Account.CONTEXT,
                triggered().event().id(),
                null,
                Map.of("get-sli", Map.of("sliProvider", "metrics", "indicators", List.of("latency"))));
        return account.delivered(new BusEvent("1", source, event.type(), Map.of("event", event.toJson())));
    }

    @Test
    void aSequenceThatHasPassedLeadsToTheNext() {
        pass();
        Object answered = account.invoke(COMPLETE_SEQUENCE, complete());
        account.invoke(COMPLETE_SEQUENCE, complete());
        assertThat(answered).isEqualTo(Map.of("result", "pass", "status", "succeeded"));

        BusEvent finished = account.put("sequence.finished").get(0);
        account.invoke(DISPATCH_SEQUENCE, account.delivered(finished));
        account.invoke(DISPATCH_SEQUENCE, account.delivered(finished));

        assertThat(account.events().subList(5, account.events().size()))
                .containsExactly(
                        "dev.delivery.finished pass",
                        "production.delivery.triggered pass",
                        "production.delivery.started");
    }

    @Test
    void aForgedEndOfASequenceLeadsToNothing() {
        trigger();
        Map<String, @Nullable Object> forged = Payloads.of("answer", answerOf("finished", "forged"));
        Json.child(forged, "detail").put("type", "sh.keptn.event.dev.delivery.finished");
        account.invoke(RECEIVE_EVENT, forged);

        assertThat(account.log).last().asString().contains("comes from the control plane alone");
        assertThat(account.events()).containsExactly("dev.delivery.triggered", "dev.delivery.started");
    }

    @Test
    void anAnswerOfSomebodyElseIsRefused() {
        dispatched();
        Map<String, @Nullable Object> other = Payloads.of("answer", answerOf("finished", "other"));
        other.put("source", "somebody");
        account.invoke(RECEIVE_EVENT, other);

        assertThat(account.log).last().asString().contains("`somebody` does not have to answer `test`, but jmeter");
        assertThat(account.calls).hasSize(1);
    }

    @Test
    void nobodyAnswersByTheBusForWhatTheInstallationDoes() {
        asked("evaluation");
        assertThat(triggered().event().id())
                .as("whoever chooses the id of a trigger can compute the ids of its tasks")
                .isEqualTo(Ids.of("task", sequence(), "evaluation", "0", "1"));
        for (String phase : List.of("started", "status.changed", "finished")) {
            Map<String, @Nullable Object> forged = answering("evaluation", phase, "gate");
            account.invoke(RECEIVE_EVENT, forged);
            account.invoke(RECEIVE_EVENT, Map.of("sender", "gate", "event", forged));
        }
        assertThat(account.log)
                .hasSize(7)
                .last()
                .asString()
                .contains("`gate` is done by the installation, so that nobody answers for it by an event of the bus");
        assertThat(account.events()).endsWith("evaluation.triggered");

        account.invoke(RECEIVE_EVENT, answering("evaluation", "finished", Senders.OWN_SERVICES));
        assertThat(account.calls).last().isEqualTo("succeed token-1");
    }

    @Test
    void nobodyAnswersByTheBusWhatTheUniformGivesToNobody() {
        asked("security");
        assertThat(triggered().stamp().get("services")).isEqualTo(List.of());
        account.invoke(RECEIVE_EVENT, answering("security", "finished", "somebody"));

        assertThat(account.log)
                .last()
                .asString()
                .contains("the uniform has no task service `somebody` that would answer by events");
        assertThat(account.events()).endsWith("security.triggered");

        // Of the task services that do, whoever is first answers.
        account.invoke(RECEIVE_EVENT, answering("security", "finished", "jmeter"));
        assertThat(account.calls).last().isEqualTo("succeed token-1");
    }

    @Test
    void nobodyTakesAResultBackByTheBus() {
        asked("evaluation");
        account.invoke(RECEIVE_EVENT, answering("evaluation", "finished", Senders.OWN_SERVICES));
        account.invoke(RECEIVE_EVENT, answering("evaluation", "invalidated", "jmeter"));

        assertThat(account.log).last().asString().contains("results are not taken back by events of the bus");
        assertThat(account.events()).endsWith("evaluation.finished pass");
    }

    /** An answer to the first task that was asked for, in the name of the gate, from a source of the bus. */
    private Map<String, @Nullable Object> answering(String task, String phase, String source) {
        KeptnEvent event = new KeptnEvent(
                phase + " from " + source,
                "gate",
                "sh.keptn.event." + task + "." + phase,
                Instant.parse("2026-01-01T00:00:00Z"),
                Account.CONTEXT,
                triggered().event().id(),
                null,
                Map.of("result", "pass", "status", "succeeded"));
        return account.delivered(new BusEvent("1", source, event.type(), Map.of("event", event.toJson())));
    }

    @Test
    void anAnswerOfAnotherAccountNeedsARuleThatNamesItsSender() {
        dispatched();
        Map<String, @Nullable Object> named = Payloads.of("answer-of-partner", answerOf("finished", "any"));
        account.invoke(RECEIVE_EVENT, Json.child(named, "event"));
        assertThat(account.log).last().asString().contains("the event comes from account 444455556666");
        assertThat(account.calls).hasSize(1);

        account.invoke(RECEIVE_EVENT, named);
        assertThat(account.calls).hasSize(2).last().isEqualTo("fail token-1 Keptn.TaskFailed");
    }

    @Test
    void anAnswerThatIsTooLargeFailsItsTask() {
        dispatched();
        Map<String, @Nullable Object> large = Payloads.of("answer", answerOf("finished", "large"));
        Json.child(Json.child(large, "detail"), "data").put("report", "x".repeat(256 * 1024));
        account.invoke(RECEIVE_EVENT, large);

        assertThat(account.calls).last().isEqualTo("fail token-1 Keptn.TaskFailed");
        assertThat(account.logged())
                .last()
                .satisfies(event -> assertThat(event.dataText("message")).contains("an answer may have 262144"));
    }

    @Test
    void aBatchOfAQueueGivesBackWhatFailed() {
        dispatched();
        String good = Json.write(Payloads.of("answer", answerOf("finished", "queued")));
        Object answered =
                account.invoke(RECEIVE_EVENT, Payloads.of("queue", Map.of("first", "not JSON", "second", good)));

        assertThat(Json.write(answered))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"059f36b4-87a3-44ab-83d2-661975830a7d\"}]}");
        assertThat(account.calls).last().isEqualTo("succeed token-1");
    }

    @Test
    void aBatchWithoutTimeLeftComesAgain() {
        dispatched();
        String good = Json.write(Payloads.of("answer", answerOf("finished", "queued")));
        Object answered = account.invoke(
                RECEIVE_EVENT, Payloads.of("queue", Map.of("first", good, "second", good)), Duration.ofSeconds(1));

        assertThat(Json.write(answered)).contains("059f36b4").contains("2e1424d4");
        assertThat(account.calls).hasSize(1);
    }

    @Test
    void anOrderedQueueKeepsItsOrderBehindAFailure() {
        dispatched();
        String good = Json.write(Payloads.of("answer", answerOf("finished", "queued")));
        Map<String, @Nullable Object> batch = Payloads.of("queue", Map.of("first", "not JSON", "second", good));
        String ordered = Json.write(batch).replace("keptn-answers", "keptn-answers.fifo");
        Object answered = account.invoke(RECEIVE_EVENT, Json.parseObject(ordered));

        assertThat(Json.write(answered)).contains("059f36b4").contains("2e1424d4");
        assertThat(account.calls).hasSize(1);
    }

    @Test
    void anExecutionStoppedByHandAbortsItsSequence() {
        dispatched();
        account.invoke(EXECUTION_ENDED, ended("ABORTED"));
        account.invoke(EXECUTION_ENDED, ended("ABORTED"));

        assertThat(account.events())
                .last()
                .as("an abort is no failure, as in Keptn")
                .isEqualTo("dev.delivery.finished pass");
        assertThat(account.logged())
                .last()
                .satisfies(event -> assertThat(event.dataText("status")).isEqualTo("aborted"));
        assertThat(account.put("sequence.finished"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.stamp().get("evaluateTriggers")).isEqualTo(false));
    }

    @Test
    void anExecutionThatIsNotOursChangesNothing() {
        dispatched();
        Map<String, @Nullable Object> other = ended("FAILED");
        Json.child(other, "detail").put("input", "[1]");
        account.invoke(EXECUTION_ENDED, other);
        account.invoke(EXECUTION_ENDED, ended("SUCCEEDED"));

        assertThat(account.events()).hasSize(3);
    }

    @Test
    void theSweepEndsATaskThatNobodyStarts() {
        dispatched();
        account.advance(Duration.ofMinutes(11));
        assertThat(sweep()).isEqualTo(Map.of("open", true));

        assertThat(account.calls).last().isEqualTo("fail token-1 Keptn.TaskTimedOut");
    }

    @Test
    void theSweepLeavesWhatItHasNoTimeFor() {
        dispatched();
        account.advance(Duration.ofMinutes(11));
        account.invoke(SWEEP, Payloads.of("schedule", Map.of()), Duration.ofSeconds(2));

        assertThat(account.calls).hasSize(1);
    }

    @Test
    void theSweepSleepsWhenNothingIsOpenTwiceInARow() {
        trigger();
        assertThat(sweep()).isEqualTo(Map.of("open", false));
        assertThat(account.rule).containsExactly("enable");
        sweep();
        assertThat(account.rule).containsExactly("enable", "disable");

        account.invoke(DISPATCH_TASK, task("token-1"));
        assertThat(account.rule).containsExactly("enable", "disable", "enable");
    }

    @Test
    void anEffectThatFailedIsDoneByTheSweep() {
        trigger();
        account.busIsDown = true;
        assertThatThrownBy(() -> account.invoke(DISPATCH_TASK, task("token-1"))).hasMessage("the bus is down");
        account.busIsDown = false;
        account.advance(Duration.ofMinutes(5));
        sweep();

        assertThat(account.put("task.triggered")).hasSize(1);
    }

    @Test
    void peopleControlSequencesWithTheJsonOfTheCommands() {
        dispatched();
        assertThat(Json.write(control("status")))
                .contains("\"project\":\"sockshop\"", "\"state\":\"started\"", "\"waitsFor\":[\"jmeter\"]");
        assertThat(control("pause")).containsEntry("verdict", "done");
        assertThat(control("pause")).containsEntry("verdict", "already");
        assertThat(control("resume")).containsEntry("verdict", "done");
        assertThat(control("redrive")).containsEntry("verdict", "impossible");
        assertThat(control("abort")).containsEntry("verdict", "done").containsEntry("command", "abort");
        assertThat(account.calls).last().isEqualTo("fail token-1 Keptn.Aborted");
        assertThat(account.logged())
                .last()
                .satisfies(event -> assertThat(event.dataText("message")).contains("the release is off"));
        assertThat(account.calls).noneMatch(call -> call.startsWith("redrive"));
        assertThat(control("redrive")).containsEntry("verdict", "done");
        assertThat(account.calls).last().isEqualTo("redrive");
    }

    @Test
    void anUnknownContextIsSaidToBeUnknown() {
        assertThat(control("status"))
                .containsEntry("message", "project sockshop has no context " + Account.CONTEXT)
                .containsEntry("verdict", "impossible");
    }

    @Test
    void aPayloadOfTheWrongSourceIsRefused() {
        for (String function : ControlFunctions.NAMES) {
            assertThatThrownBy(() -> account.invoke(function, new LinkedHashMap<>()))
                    .as(function)
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> account.invoke(CONTROL, Map.of("operation", "delete")))
                .hasMessage("`operation`: expected pause, resume, abort, redrive or status, found `delete`");
        assertThatThrownBy(() -> account.invoke(EXECUTION_ENDED, Payloads.of("schedule", Map.of())))
                .hasMessageStartingWith("expected a `Step Functions Execution Status Change`");
    }

    private void trigger() {
        account.invoke(DISPATCH_SEQUENCE, Payloads.of("trigger", Map.of()));
    }

    private void dispatched() {
        trigger();
        account.invoke(DISPATCH_TASK, task("token-1"));
    }

    /** The first state of the sequence asks for a task. */
    private void asked(String task) {
        trigger();
        Map<String, @Nullable Object> payload = task("token-1");
        payload.put("state", task);
        Json.child(payload, "task").put("name", task);
        account.invoke(DISPATCH_TASK, payload);
    }

    private void pass() {
        dispatched();
        answer("finished", "answer-2");
    }

    private void answer(String phase, String id) {
        account.invoke(RECEIVE_EVENT, Payloads.of("answer", answerOf(phase, id)));
    }

    private Map<String, String> answerOf(String phase, String id) {
        String triggered = account.put("task.triggered").isEmpty()
                ? "none"
                : triggered().event().id();
        return Map.of("phase", phase, "id", id, "triggeredid", triggered);
    }

    private BusEvent triggered() {
        return account.put("task.triggered").get(0);
    }

    private Map<String, @Nullable Object> task(String token) {
        return Payloads.of("dispatch-task", Map.of("token", token, "sequence", sequence(), "execution", execution()));
    }

    private Map<String, @Nullable Object> complete() {
        return Payloads.of("complete-sequence", Map.of("sequence", sequence(), "execution", execution()));
    }

    private Map<String, @Nullable Object> ended(String status) {
        return Payloads.of(
                "execution-ended", Map.of("status", status, "sequence", sequence(), "execution", execution()));
    }

    private Map<String, @Nullable Object> control(String operation) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("operation", operation);
        payload.put("project", Account.PROJECT);
        payload.put("context", Account.CONTEXT);
        payload.put("reason", "the release is off");
        return Json.parseObject(Json.write(account.invoke(CONTROL, payload)));
    }

    private @Nullable Object sweep() {
        return account.invoke(SWEEP, Payloads.of("schedule", Map.of()));
    }

    private String execution() {
        return started()[1];
    }

    private String sequence() {
        return String.valueOf(Json.parseObject(started()[2]).get("sequence"));
    }

    private String[] started() {
        return account.calls.get(0).split(" ", 3);
    }
}
