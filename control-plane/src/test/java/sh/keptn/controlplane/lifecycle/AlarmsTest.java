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

/** Task services that wait with a task. The evaluation of the world has an hour. */
class AlarmsTest {

    private static final String GATE = "evaluation-service";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final World world = new World();
    private final String evaluation = world.startEvaluation(GATE);

    @Test
    void whoWaitsGoesOnAtTheInstantWithWhatHeHasSaid() {
        assertThat(waits(1, 30)).isEqualTo(Receipt.ACCEPTED);
        world.later(Duration.ofSeconds(29));
        assertThat(alarms()).isEmpty();
        assertThat(world.control.alarms(PROJECT, CONTEXT)).containsExactly(START.plusSeconds(30));

        world.later(Duration.ofSeconds(1));
        assertThat(alarms()).singleElement().satisfies(alarm -> {
            Map<String, @Nullable Object> asker = Json.child(alarm.stamp(), "asker");
            assertThat(asker).containsEntry("service", GATE).containsEntry("task", "evaluation");
            assertThat(Json.child(asker, "waited")).containsEntry("asked", 1L);
            BusEvent asking = world.control.referredData().asking(alarm);
            assertThat(asking.id()).isEqualTo(evaluation);
            assertThat(asking.stamp())
                    .containsEntry("kind", "task.triggered")
                    .containsEntry("services", List.of(GATE))
                    .doesNotContainKey("asker");
        });
        assertThat(world.control.alarms(PROJECT, CONTEXT)).isEmpty();
        world.later(Duration.ofMinutes(1));
        assertThat(alarms()).as("once").hasSize(1);
        assertThat(world.log(CONTEXT)).containsOnlyOnce("evaluation.status.changed");
    }

    @Test
    void nobodyIsAskedForTheTaskWhileHeWaits() {
        waits(1, 30);
        assertThat(world.control.openTasks(PROJECT, CONTEXT))
                .extracting(task -> task.stamp().get("services"))
                .containsExactly(List.of());
        world.later(Duration.ofSeconds(30));
        assertThat(world.control.openTasks(PROJECT, CONTEXT))
                .extracting(task -> task.stamp().get("services"))
                .containsExactly(List.of(GATE));
    }

    @Test
    void repeatedEventSetsNoSecondAlarm() {
        waits(1, 30);
        assertThat(waits(1, 30)).isEqualTo(Receipt.DUPLICATE);
        world.later(Duration.ofSeconds(30));
        assertThat(waits(1, 30)).isEqualTo(Receipt.DUPLICATE);
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).hasSize(1);
    }

    @Test
    void newerWaitReplacesTheOlderOne() {
        waits(1, 30);
        waits(2, 60);
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).isEmpty();
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).hasSize(1);
    }

    @Test
    void nobodyGoesOnAfterAnAbort() {
        waits(1, 30);
        world.control.abort(PROJECT, CONTEXT, null, "enough");
        assertThat(world.answers).containsExactly("t1 Keptn.Aborted");
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).isEmpty();
        assertThat(waits(2, 60)).isEqualTo(Receipt.LATE);
        world.later(Duration.ofMinutes(1));
        assertThat(alarms()).isEmpty();
        assertThat(world.control.sweep()).as("nothing is due any more").isNull();
    }

    @Test
    void nobodyGoesOnWithATaskThatHasEndedOrIsDoneAgain() {
        world.canRedrive = true;
        waits(1, 30);
        world.finished("evaluation", evaluation, GATE, "fail");
        world.control.redrive(PROJECT, CONTEXT, null);
        world.dispatch("evaluation", "t2", 1, 0);
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).isEmpty();
    }

    @Test
    void pausedSequenceGoesOnWaiting() {
        waits(1, 30);
        world.control.pause(PROJECT, CONTEXT, null);
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).hasSize(1);
    }

    @Test
    void endOfTheTasksTimeEndsTheWait() {
        waits(1, 7200);
        world.later(Duration.ofSeconds(3602));
        assertThat(world.answers).containsExactly("t1 Keptn.TaskTimedOut");
        world.later(Duration.ofHours(1));
        assertThat(alarms()).isEmpty();
    }

    @Test
    void anotherProcessLetsHimGoOn() {
        waits(1, 30);
        world.pass(Duration.ofSeconds(31));
        world.anotherProcess().resume();
        assertThat(alarms()).hasSize(1);
    }

    @Test
    void whoHasNotToAnswerCannotWaitAndWhatIsNoInstantIsNotWaitedFor() {
        assertThat(world.control.receive(waiting(1, START.plusSeconds(30).toString()), "somebody"))
                .isEqualTo(Receipt.REFUSED);
        assertThat(world.control.receive(waiting(1, "soon"), GATE)).isEqualTo(Receipt.ACCEPTED);
        world.later(Duration.ofSeconds(30));
        assertThat(alarms()).isEmpty();
    }

    @Test
    void providerThatIsAskedAgainIsAskedByAnotherQuestion() {
        assertThat(world.control.receive(question(0), GATE)).isEqualTo(Receipt.ACCEPTED);
        String first = last().id();
        world.finished("get-sli", first, "metrics", "pass");
        assertThat(Json.child(last().stamp(), "asker")).doesNotContainKey("waited");

        assertThat(world.control.receive(question(1), GATE)).isEqualTo(Receipt.ACCEPTED);
        assertThat(last().id()).isNotEqualTo(first);
        assertThat(world.control.answerTo(question(1), GATE)).isEmpty();
        assertThat(world.control.receive(question(0), GATE))
                .as("a late repetition")
                .isEqualTo(Receipt.DUPLICATE);
        world.finished("get-sli", last().id(), "metrics", "pass");
        assertThat(Json.child(Json.child(last().stamp(), "asker"), "waited")).containsEntry("asked", 1L);
        assertThat(world.control.answerTo(question(1), GATE)).isPresent();
    }

    private List<BusEvent> alarms() {
        return world.bus.stream()
                .filter(event -> "task.due".equals(event.stamp().get("kind")))
                .toList();
    }

    private BusEvent last() {
        return world.bus.get(world.bus.size() - 1);
    }

    private Receipt waits(int asked, long seconds) {
        return world.control.receive(waiting(asked, START.plusSeconds(seconds).toString()), GATE);
    }

    private KeptnEvent waiting(int asked, String until) {
        return event(
                "waiting-" + asked,
                "evaluation.status.changed",
                Map.of("status", "waiting", "waiting", Map.of("asked", asked, "until", until)));
    }

    /** @param asked how often before */
    private KeptnEvent question(int asked) {
        Map<String, @Nullable Object> data = asked == 0
                ? Map.of("sliProvider", "metrics")
                : Map.of("sliProvider", "metrics", "waited", Map.of("asked", asked));
        return event("question-" + asked, "get-sli.triggered", Map.of("get-sli", data));
    }

    private KeptnEvent event(String id, String type, Map<String, @Nullable Object> data) {
        return new KeptnEvent(id, GATE, "sh.keptn.event." + type, START, CONTEXT, evaluation, null, data);
    }
}
