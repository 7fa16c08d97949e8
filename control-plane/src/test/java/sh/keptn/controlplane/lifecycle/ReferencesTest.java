package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.controlplane.lifecycle.World.CONTEXT;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Payloads that are too large for an event: it refers to them, and nothing of them is lost. */
class ReferencesTest {

    private static final int MOST = 200 * 1024;
    private static final String REPORT = "x".repeat(100_000);

    private final World world = new World();

    @Test
    void aSmallPayloadIsInItsEvent() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        String id = world.dispatch("deployment", "t0", 0, 0);
        assertThat(event(id).dataref()).isNull();
        assertThat(data(id)).isEmpty();
    }

    @Test
    void aLargePayloadIsReferredTo() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        List<String> tasks = List.of("one", "two", "three", "four", "five");
        tasks.forEach(this::pass);
        String id = world.dispatch("release", "t", 0, 0);
        KeptnEvent event = event(id);
        assertThat(event.dataref()).isEqualTo("urn:uuid:" + id);
        assertThat(event.data())
                .containsOnlyKeys("project", "stage", "service", "labels", "result", "status", "release")
                .containsEntry("release", Map.of("kind", "functional"));
        Map<String, @Nullable Object> whole = data(id).orElseThrow();
        assertThat(whole).containsKeys("project", "labels", "release").containsAllEntriesOf(reports(tasks));
        assertSmall();
    }

    @Test
    void whatFollowsGetsAllOfIt() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        List<String> tasks = List.of("one", "two", "three");
        tasks.forEach(this::pass);
        world.complete();
        world.follow();
        BusEvent next = newest("qa.delivery.triggered");
        assertThat(next.event().dataref()).isEqualTo("urn:uuid:" + next.id());
        assertThat(data(next.id()).orElseThrow()).containsEntry("stage", "qa").containsAllEntriesOf(reports(tasks));
        pass("four");
        String id = world.dispatch("five", "t", 0, 0);
        assertThat(data(id).orElseThrow())
                .containsEntry("stage", "qa")
                .containsEntry("service", "carts")
                .containsAllEntriesOf(reports(List.of("one", "two", "three", "four")));
        assertSmall();
    }

    /** A redrive forgets what failed, and the tasks of a companion come and go: what an event refers to stays as it was. */
    @Test
    void whatIsReferredToDoesNotChange() {
        world.canRedrive = true;
        world.trigger("trigger-1", CONTEXT, "production", "canary");
        List<String> tasks = List.of("one", "two", "three");
        tasks.forEach(this::pass);
        String failed = world.dispatch("four", "t4", 0, 0);
        answer("four", failed, "fail");
        String cleanup = world.dispatch("notify", "t5", 0, 0);
        Map<String, @Nullable Object> seen = data(cleanup).orElseThrow();
        assertThat(seen).containsEntry("result", "fail").containsAllEntriesOf(reports(List.of("one", "three", "four")));
        Map<String, @Nullable Object> before = data(failed).orElseThrow();
        answer("notify", cleanup, "pass");
        world.complete();
        world.complete();
        world.control.redrive(PROJECT, CONTEXT, null);
        assertThat(data(failed)).contains(before);
        assertThat(data(cleanup)).contains(seen);
    }

    @Test
    void longMessagesStayInTheLog() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        for (int i = 0; i < 10; i++) {
            String id = world.dispatch("task" + i, "t" + i, 0, 0);
            answer("task" + i, id, "pass", Map.of("message", REPORT));
        }
        world.complete();
        assertThat(world.store.all()).allSatisfy(item -> assertThat(item.body()).hasSizeLessThan(120_000));
        assertThat(String.valueOf(world.data("dev.delivery.finished").get("message")))
                .hasSize(4_000)
                .endsWith("x...");
    }

    @Test
    void aTriggerThatIsTooLargeIsRefused() {
        Trigger trigger = new Trigger(
                "trigger-1",
                "test",
                PROJECT,
                "dev",
                "delivery",
                List.of("carts"),
                CONTEXT,
                Map.of("report", REPORT.repeat(3)),
                null);
        assertThatThrownBy(() -> world.control.trigger(trigger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it may have 262144");
        assertThat(world.log(CONTEXT)).isEmpty();
    }

    @Test
    void whoDoesATaskGetsAllOfIt() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        List<String> tasks = List.of("one", "two", "three");
        tasks.forEach(this::pass);
        KeptnEvent cut = event(world.dispatch("four", "t", 0, 0));
        KeptnEvent whole = world.control.referredData().whole(cut);
        assertThat(whole.dataref()).isNull();
        assertThat(whole.data()).containsAllEntriesOf(reports(tasks));
        assertThat(world.control.referredData().whole(whole)).isEqualTo(whole);
    }

    @Test
    void whatSomebodyElseRefersToIsNotReplaced() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        List.of("one", "two", "three").forEach(this::pass);
        KeptnEvent cut = event(world.dispatch("four", "t", 0, 0));
        KeptnEvent theirs = cut.referring("https://example.com/payload", Map.of("project", PROJECT));
        assertThat(world.control.referredData().wholeIfKnown(theirs)).isEqualTo(theirs);
        assertThat(world.control.referredData().wholeIfKnown(cut)).isNotEqualTo(cut);
    }

    @Test
    void nobodyWorksWithAPartOfAPayloadThatIsNotKnown() {
        world.trigger("trigger-1", CONTEXT, "dev", "delivery");
        KeptnEvent event = event(world.dispatch("deployment", "t0", 0, 0)).referring("urn:uuid:1", Map.of());
        assertThatThrownBy(() -> world.control.referredData().whole(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event `" + event.id()
                        + "` refers to its payload as `urn:uuid:1`, of which nothing is known");
        assertThat(world.control.referredData().wholeIfKnown(event)).isEqualTo(event);
    }

    private void pass(String task) {
        answer(task, world.dispatch(task, "token " + task, 0, 0), "pass");
    }

    private void answer(String task, String triggeredId, String result) {
        answer(task, triggeredId, result, Map.of(task + "-report", REPORT));
    }

    private void answer(String task, String triggeredId, String result, Map<String, Object> more) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(more);
        data.put("result", result);
        data.put("status", "succeeded");
        KeptnEvent event = event(triggeredId);
        KeptnEvent answer = new KeptnEvent(
                "answer " + triggeredId,
                task + "-service",
                new EventType.Task(task, EventType.FINISHED).text(),
                event.time(),
                CONTEXT,
                triggeredId,
                null,
                data);
        assertThat(world.control.receive(answer, task + "-service")).isEqualTo(Receipt.ACCEPTED);
    }

    /** What the control plane says, and those say who may read the rows of payloads only. */
    private Optional<Map<String, @Nullable Object>> data(String id) {
        Optional<Map<String, @Nullable Object>> data = world.control.data(id);
        RestrictedStore rows = new RestrictedStore(world.store, List.of("data#", "context#"), List.of(), List.of());
        assertThat(new ReferredData(rows, Clock.systemUTC()).find(id)).isEqualTo(data);
        return data;
    }

    private static Map<String, Object> reports(List<String> tasks) {
        Map<String, Object> reports = new LinkedHashMap<>();
        tasks.forEach(task -> reports.put(task + "-report", REPORT));
        return reports;
    }

    private KeptnEvent event(String id) {
        return world.bus.stream()
                .map(BusEvent::event)
                .filter(event -> event.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private BusEvent newest(String type) {
        return world.bus.stream()
                .filter(event -> event.detailType().equals(EventType.PREFIX + type))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void assertSmall() {
        assertThat(world.control.log().after(PROJECT, CONTEXT, 0))
                .extracting(EventLog.Entry::event)
                .allSatisfy(event -> assertThat(Json.write(event.toJson())).hasSizeLessThan(MOST));
        assertThat(world.store.all()).allSatisfy(item -> assertThat(item.body()).hasSizeLessThan(MOST));
    }
}
