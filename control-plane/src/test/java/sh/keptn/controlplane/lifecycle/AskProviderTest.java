package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Evaluations that ask a provider by an event. The evaluation of the world has an hour, its provider half an hour. */
class AskProviderTest {

    private static final String GATE = "evaluation-service";
    private static final String PROVIDER = "metrics";

    private final World world = new World();
    private final String evaluation = world.startEvaluation(GATE);

    @Test
    void providerIsAskedInTheNameOfTheControlPlaneAndItsAnswerWakesWhoHasAsked() {
        assertThat(ask(evaluation, GATE, PROVIDER)).isEqualTo(Receipt.ACCEPTED);
        BusEvent asked = last();
        assertThat(asked.source()).isEqualTo(KeptnEvent.CONTROL_PLANE);
        assertThat(asked.stamp())
                .containsEntry("kind", "task.triggered")
                .containsEntry("task", "get-sli")
                .containsEntry("services", List.of(PROVIDER))
                .containsEntry("deadline", "2026-01-01T00:30:00Z")
                .containsEntry("selector", Map.of("build", "7", "kind", "functional"));
        assertThat(asked.event().data())
                .containsEntry("project", PROJECT)
                .containsEntry("stage", "dev")
                .containsEntry("service", "carts");

        assertThat(world.finished("get-sli", asked.id(), PROVIDER, "pass")).isEqualTo(Receipt.ACCEPTED);
        assertThat(Json.child(last().stamp(), "asker"))
                .containsEntry("service", GATE)
                .containsEntry("task", "evaluation")
                .containsEntry("deadline", "2026-01-01T01:00:00Z");
        BusEvent asking = world.control.referredData().asking(last());
        assertThat(asking.id()).isEqualTo(evaluation);
        assertThat(asking.stamp()).containsEntry("task", "evaluation").doesNotContainKey("asker");
        assertThat(world.control.answerTo(question(evaluation, PROVIDER), GATE))
                .hasValueSatisfying(answer -> assertThat(answer.source()).isEqualTo(PROVIDER));
        assertThat(world.answers).as("nothing goes on but the evaluation").isEmpty();

        world.finished("evaluation", evaluation, GATE, "pass");
        assertThat(world.answers).containsExactly("t1 succeeded");
        world.complete();
        assertThat(world.log(CONTEXT))
                .containsExactly(
                        "dev.delivery.triggered",
                        "dev.delivery.started",
                        "evaluation.triggered",
                        "evaluation.started",
                        "get-sli.triggered",
                        "get-sli.started",
                        "get-sli.finished pass",
                        "evaluation.finished pass",
                        "dev.delivery.finished pass");
        assertThat(world.data("dev.delivery.finished")).doesNotContainKey("get-sli");
    }

    @Test
    void questionIsPutOnce() {
        ask(evaluation, GATE, PROVIDER);
        assertThat(ask(evaluation, GATE, PROVIDER)).isEqualTo(Receipt.DUPLICATE);
        assertThat(world.control.answerTo(question(evaluation, PROVIDER), GATE)).isEmpty();
        assertThat(world.log(CONTEXT)).containsOnlyOnce("get-sli.triggered");
    }

    @Test
    void questionThatCouldNotBePutOnTheBusIsPutThereWhenItComesAgain() {
        world.busIsDown = true;
        try {
            ask(evaluation, GATE, PROVIDER);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the bus is down");
        }
        world.busIsDown = false;
        assertThat(ask(evaluation, GATE, PROVIDER)).isEqualTo(Receipt.DUPLICATE);
        assertThat(last().stamp()).containsEntry("task", "get-sli");
    }

    @Test
    void onlyThatTaskServiceMayAskThatEvaluatesAndOnlyProvidersOfItsPlan() {
        assertThat(ask(evaluation, "somebody", PROVIDER)).isEqualTo(Receipt.REFUSED);
        assertThat(ask(evaluation, GATE, "another")).isEqualTo(Receipt.REFUSED);
        assertThat(ask("unknown", GATE, PROVIDER)).isEqualTo(Receipt.REFUSED);
        assertThat(world.control.reason(question(evaluation, "another"), GATE))
                .isEqualTo("`evaluation-service` does not evaluate anything by the event `" + evaluation
                        + "` now, or the uniform has no SLI provider `another` for it");
        world.finished("evaluation", evaluation, GATE, "pass");
        assertThat(ask(evaluation, GATE, PROVIDER)).isEqualTo(Receipt.REFUSED);
        String test = world.dispatch("test", "t2", 0, 0);
        assertThat(ask(test, "test-service", PROVIDER)).isEqualTo(Receipt.REFUSED);
        assertThat(world.log(CONTEXT)).doesNotContain("get-sli.triggered");
    }

    @Test
    void providerOfAnotherStageIsNotAsked() {
        world.trigger("trigger-2", CONTEXT.replace("01", "02"), "qa", "delivery");
        String other = world.dispatch("evaluation", "t2", 0, 0);
        assertThat(ask(other, GATE, PROVIDER)).isEqualTo(Receipt.REFUSED);
    }

    @Test
    void onlyTheFirstAnswerOfTheProviderWakes() {
        ask(evaluation, GATE, PROVIDER);
        String asked = last().id();
        assertThat(world.finished("get-sli", asked, "somebody", "pass")).isEqualTo(Receipt.REFUSED);
        assertThat(world.finished("get-sli", asked, PROVIDER, "pass")).isEqualTo(Receipt.ACCEPTED);
        assertThat(world.finished("get-sli", asked, PROVIDER, "pass")).isEqualTo(Receipt.DUPLICATE);
        KeptnEvent other = answer(asked, "other", Map.of("result", "fail", "stage", "qa", "service", "forged"));
        assertThat(world.control.receive(other, PROVIDER)).isEqualTo(Receipt.LATE);
        assertThat(last().stamp()).doesNotContainKey("asker");
        assertThat(last().event().data()).containsEntry("stage", "dev").containsEntry("service", "carts");
        assertThat(world.bus)
                .filteredOn(event -> event.stamp().containsKey("asker"))
                .hasSize(1);
    }

    @Test
    void providerThatDoesNotAnswerInItsTimeIsAnsweredFor() {
        ask(evaluation, GATE, PROVIDER);
        world.started("get-sli", last().id(), PROVIDER);
        world.later(Duration.ofMinutes(31));
        assertThat(world.control.answerTo(question(evaluation, PROVIDER), GATE))
                .hasValueSatisfying(answer -> assertThat(answer.data())
                        .containsEntry("status", "errored")
                        .containsEntry("message", "`get-sli` had not finished when its time was over"));
        assertThat(last().stamp()).containsKey("asker");
        assertThat(world.answers).as("it is the evaluation that ends").isEmpty();
    }

    @Test
    void providerThatDoesNotStartIsAnsweredFor() {
        ask(evaluation, GATE, PROVIDER);
        world.later(Duration.ofMinutes(10));
        assertThat(world.data("get-sli.finished"))
                .containsEntry("message", "task service metrics has not started `get-sli` within 10 minutes");
        assertThat(last().stamp()).containsKey("asker");
    }

    @Test
    void endOfTheSequenceEndsTheQuestionAndWakesNobody() {
        ask(evaluation, GATE, PROVIDER);
        String asked = last().id();
        world.control.abort(PROJECT, CONTEXT, null, "enough");
        assertThat(world.answers).containsExactly("t1 Keptn.Aborted");
        assertThat(world.log(CONTEXT)).contains("evaluation.finished fail", "get-sli.finished fail");
        assertThat(world.finished("get-sli", asked, PROVIDER, "pass")).isEqualTo(Receipt.LATE);
        assertThat(world.bus).noneMatch(event -> event.stamp().containsKey("asker"));
        assertThat(world.control.status(PROJECT, CONTEXT).open()).isEmpty();
    }

    @Test
    void evaluationThatIsDoneAgainAsksAgain() {
        world.canRedrive = true;
        ask(evaluation, GATE, PROVIDER);
        String first = last().id();
        world.finished("get-sli", first, PROVIDER, "pass");
        world.finished("evaluation", evaluation, GATE, "fail");
        world.control.redrive(PROJECT, CONTEXT, null);
        String again = world.dispatch("evaluation", "t2", 1, 0);
        assertThat(again).isNotEqualTo(evaluation);
        assertThat(world.control.answerTo(question(again, PROVIDER), GATE)).isEmpty();
        assertThat(ask(again, GATE, PROVIDER)).isEqualTo(Receipt.ACCEPTED);
        assertThat(last().id()).isNotEqualTo(first);
        assertThat(world.control.answerTo(question(evaluation, PROVIDER), GATE)).isEmpty();
        assertThat(world.control.receive(answer(first, "late", Map.of("result", "pass")), PROVIDER))
                .isEqualTo(Receipt.LATE);
        assertThat(world.control.answerTo(question(again, PROVIDER), GATE)).isEmpty();
    }

    private Receipt ask(String triggeredId, String sender, String provider) {
        return world.control.receive(question(triggeredId, provider), sender);
    }

    private BusEvent last() {
        return world.bus.get(world.bus.size() - 1);
    }

    private static KeptnEvent question(String triggeredId, String provider) {
        return event("question", "get-sli.triggered", triggeredId, Map.of("get-sli", Map.of("sliProvider", provider)));
    }

    private static KeptnEvent answer(String triggeredId, String id, Map<String, @Nullable Object> data) {
        return event(id, "get-sli.finished", triggeredId, data);
    }

    private static KeptnEvent event(String id, String type, String triggeredId, Map<String, @Nullable Object> data) {
        return new KeptnEvent(
                id,
                "whatever it says",
                "sh.keptn.event." + type,
                Instant.parse("2026-01-01T00:00:00Z"),
                CONTEXT,
                triggeredId,
                null,
                data);
    }
}
