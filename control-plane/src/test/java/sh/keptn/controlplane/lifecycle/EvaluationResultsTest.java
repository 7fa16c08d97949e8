package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** What is kept of evaluations, what takes it back, and what later evaluations are compared with. */
class EvaluationResultsTest {

    private static final String GATE = "evaluation-service";

    private final World world = new World();
    private final Evaluations evaluations = new Evaluations(world.store);

    @Test
    void acceptedResultIsKeptWithItsValuesLabelsAndIdentity() {
        String triggered = evaluate("1", 512.5);
        assertThat(all()).singleElement().satisfies(row -> {
            assertThat(row.triggeredId()).isEqualTo(triggered);
            assertThat(row.event()).isEqualTo("answer-1");
            assertThat(row.evaluator()).isEqualTo(GATE);
            assertThat(row.context()).isEqualTo(context("1"));
            assertThat(row.outcome().result()).isEqualTo("pass");
            assertThat(row.score()).isEqualTo(87.5);
            assertThat(row.labels()).containsEntry("build", "7").containsEntry("buildId", "1");
            assertThat(row.invalidated()).isNull();
            assertThat(row.indicators())
                    .extracting(each -> each.value().value())
                    .containsExactly(512.5, Double.NaN);
        });
    }

    @Test
    void repeatedAndLateAnswersAreNotKept() {
        String triggered = evaluate("1", 1);
        assertThat(receive(finished(triggered, "answer-1", context("1"), 1))).isEqualTo(Receipt.DUPLICATE);
        assertThat(receive(finished(triggered, "answer-1b", context("1"), 2))).isEqualTo(Receipt.LATE);
        assertThat(all()).hasSize(1);
    }

    @Test
    void manyResultsComeNewestFirst() {
        for (int i = 1; i <= 25; i++) {
            evaluate(String.valueOf(i), i);
            world.later(Duration.ofSeconds(1));
        }
        assertThat(all()).hasSize(25).first().extracting(EvaluationRow::event).isEqualTo("answer-25");
        assertThat(all()).isSortedAccordingTo((a, b) -> b.time().compareTo(a.time()));
    }

    @Test
    void comparisonLeavesOutWhatTheSameEventHasLedToAndOtherEvaluators() {
        evaluate("1", 1);
        world.later(Duration.ofSeconds(1));
        String triggered = evaluate("2", 2);
        KeptnEvent again = event(triggered, "again", "evaluation.triggered", context("2"), Map.of());
        assertThat(evaluations.before(again, GATE))
                .extracting(PreviousEvaluation::id)
                .containsExactly("answer-1");
        assertThat(evaluations.before(again, "another")).isEmpty();
    }

    @Test
    void invalidatedResultKeepsItsFirstReasonAndTheLogHasBothEvents() {
        String triggered = evaluate("1", 1);
        assertThat(receive(invalidated(triggered, "i1", "the cache was warm"))).isEqualTo(Receipt.ACCEPTED);
        assertThat(receive(invalidated(triggered, "i1", "the cache was warm"))).isEqualTo(Receipt.DUPLICATE);
        assertThat(receive(invalidated(triggered, "i2", "again"))).isEqualTo(Receipt.ACCEPTED);
        assertThat(all())
                .singleElement()
                .satisfies(row -> assertThat(row.invalidated())
                        .isNotNull()
                        .satisfies(why -> assertThat(why.reason()).isEqualTo("the cache was warm")));
        assertThat(world.control.log().after(World.PROJECT, context("1"), 0))
                .filteredOn(entry -> entry.event().type().equals("sh.keptn.event.evaluation.invalidated"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.event().data()).containsEntry("service", "carts"));
    }

    @Test
    void nothingCanBeInvalidatedThatIsNoResult() {
        KeptnEvent event = invalidated("nobody", "i1", "x");
        assertThat(receive(event)).isEqualTo(Receipt.REFUSED);
        assertThat(world.control.reason(event, GATE))
                .isEqualTo("no result of an evaluation that the event `nobody` has asked for is known");
    }

    @Test
    void answerWithoutTheShapeOfAnEvaluationIsKeptWithoutValues() {
        world.trigger("t1", context("1"), "dev", "delivery");
        String triggered = world.dispatch("evaluation", "token-1", 0, 0);
        receive(event(
                triggered,
                "answer-1",
                "evaluation.finished",
                context("1"),
                Json.parseObject(
                        "{\"result\": \"warning\", \"status\": \"succeeded\", \"evaluation\": {\"score\": \"high\","
                                + " \"indicatorResults\": [1, {\"value\": 2}, {\"value\": {\"metric\": 3}}]}}")));
        assertThat(all()).singleElement().satisfies(row -> {
            assertThat(row.outcome().result()).isEqualTo("warning");
            assertThat(row.score()).isZero();
            assertThat(row.indicators()).hasSize(1);
        });
    }

    private String evaluate(String build, double value) {
        world.trigger("t" + build, context(build), "dev", "delivery");
        String triggered = world.dispatch("evaluation", "token-" + build, 0, 0);
        assertThat(receive(finished(triggered, "answer-" + build, context(build), value)))
                .isEqualTo(Receipt.ACCEPTED);
        world.complete();
        return triggered;
    }

    private List<EvaluationRow> all() {
        return evaluations.newestFirst(World.PROJECT, "dev", "carts").toList();
    }

    private Receipt receive(KeptnEvent event) {
        return world.control.receive(event, GATE);
    }

    private static String context(String build) {
        return World.CONTEXT.substring(0, 34) + (build.length() == 1 ? "0" : "") + build;
    }

    private static KeptnEvent finished(String triggered, String id, String context, double value) {
        return event(
                triggered,
                id,
                "evaluation.finished",
                context,
                Json.parseObject("{\"result\": \"pass\", \"status\": \"succeeded\", \"labels\": {\"buildId\": \""
                        + id.substring("answer-".length())
                        + "\"}, \"evaluation\": {\"score\": 87.5, \"indicatorResults\": ["
                        + "{\"score\": 1, \"status\": \"pass\", \"value\": {\"metric\": \"a\", \"value\": " + value
                        + ", \"success\": true}}, {\"score\": 0, \"status\": \"fail\", \"value\": {\"metric\": \"b\","
                        + " \"value\": \"NaN\", \"success\": true}}, {\"status\": \"info\", \"value\": null}]}}"));
    }

    private static KeptnEvent invalidated(String triggered, String id, String reason) {
        return event(triggered, id, "evaluation.invalidated", World.CONTEXT, Map.of("message", reason));
    }

    private static KeptnEvent event(String triggered, String id, String type, String context, Map<String, ?> data) {
        Map<String, Object> all = new LinkedHashMap<>(data);
        all.put("project", World.PROJECT);
        all.put("stage", "dev");
        all.put("service", "carts");
        return new KeptnEvent(
                type.endsWith(".triggered") ? triggered : id,
                GATE,
                "sh.keptn.event." + type,
                Instant.parse("2026-01-01T00:00:00Z"),
                context,
                triggered,
                null,
                Json.object(all));
    }
}
