package sh.keptn.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * Keptn's cases of what comes next and what it is told, played from a shipyard to the events in the log: compiled, run by the
 * engine, asked for by DispatchTask, answered as the case says. A second stage follows, and shows what a sequence hands over.
 */
class NextTaskCorpusTest {

    private static final String CONTEXT = "11111111-2222-4333-8444-555555555555";
    private static final String SERVICE = "somebody";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TestFactory
    Stream<DynamicTest> nextTaskIsAskedForAsInKeptn() throws IOException {
        return CorpusCases.of("next-task.json")
                .map(item -> DynamicTest.dynamicTest(String.valueOf(item.get("name")), () -> play(item)));
    }

    private void play(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> scope =
                new LinkedHashMap<>(Map.of("project", "p", "stage", "dev", "service", "s"));
        scope.putAll(Json.child(item, "scope"));
        String stage = String.valueOf(scope.get("stage"));
        List<Map<String, @Nullable Object>> finished = CorpusCases.list(item, "previous");
        List<Map<String, @Nullable Object>> tasks = tasks(CorpusCases.list(item, "tasks"), finished);
        Plan plan = Translator.translate(
                        String.valueOf(scope.get("project")),
                        new SourceFile("shipyard.yaml", Json.write(shipyard(stage, tasks))),
                        null)
                .value()
                .orElseThrow();
        ManualTimeline timeline = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
        ServiceMatcher matcher = (active, triggered) -> new ServiceMatcher.Match(List.of(SERVICE), null);
        Database database = Database.open(folder.resolve(Json.write(item).hashCode() + ".db"));
        try (Standalone standalone = new Standalone(database, timeline, plan, matcher, Map.of())) {
            ControlPlane control = standalone.controlPlane();
            control.trigger(new Trigger(
                    "trigger",
                    "test",
                    plan.project(),
                    stage,
                    "delivery",
                    List.of(String.valueOf(scope.get("service"))),
                    CONTEXT,
                    Json.child(item, "input"),
                    null));
            timeline.runWork();
            for (Map<String, @Nullable Object> task : finished) {
                KeptnEvent open = log(control, plan).get(log(control, plan).size() - 1);
                assertThat(control.receive(answer(open, task, timeline), SERVICE))
                        .as("answer to %s", open.type())
                        .isEqualTo(Receipt.ACCEPTED);
                timeline.runWork();
            }
            check(log(control, plan), stage, finished, tasks, Json.child(item, "expected"));
        }
    }

    /** What has run whatever the case lists, and then what it lists beyond that. */
    private static List<Map<String, @Nullable Object>> tasks(
            List<Map<String, @Nullable Object>> listed, List<Map<String, @Nullable Object>> finished) {
        List<Map<String, @Nullable Object>> tasks = new ArrayList<>();
        for (int i = 0; i < Math.max(listed.size(), finished.size()); i++) {
            boolean isListed = i < listed.size()
                    && (i >= finished.size()
                            || Objects.equals(
                                    finished.get(i).get("name"), listed.get(i).get("name")));
            tasks.add(isListed ? listed.get(i) : Json.parseObject(Json.write(Map.of("name", name(finished.get(i))))));
        }
        return tasks;
    }

    private static Map<String, Object> shipyard(String stage, List<Map<String, @Nullable Object>> tasks) {
        List<Object> triggers = new ArrayList<>();
        for (String result : List.of("pass", "warning", "fail")) {
            triggers.add(Map.of(
                    "event", stage + ".delivery.finished", "selector", Map.of("match", Map.of("result", result))));
        }
        return Map.of(
                "apiVersion",
                "spec.keptn.sh/0.2.3",
                "kind",
                "Shipyard",
                "metadata",
                Map.of("name", "case"),
                "spec",
                Map.of(
                        "stages",
                        List.of(
                                Map.of("name", stage, "sequences", List.of(Map.of("name", "delivery", "tasks", tasks))),
                                Map.of(
                                        "name",
                                        "next",
                                        "sequences",
                                        List.of(Map.of(
                                                "name",
                                                "delivery",
                                                "triggeredOn",
                                                triggers,
                                                "tasks",
                                                List.of(Map.of("name", "anything"))))))));
    }

    private static KeptnEvent answer(KeptnEvent open, Map<String, @Nullable Object> task, ManualTimeline timeline) {
        assertThat(open.type()).isEqualTo(type(task, EventType.TRIGGERED));
        Map<String, @Nullable Object> data = new LinkedHashMap<>(Json.child(task, "data"));
        data.put("result", task.get("result"));
        data.put("status", task.get("status"));
        return new KeptnEvent(
                "answer to " + open.id(),
                SERVICE,
                type(task, EventType.FINISHED),
                timeline.clock().instant(),
                CONTEXT,
                open.id(),
                null,
                data);
    }

    private static void check(
            List<KeptnEvent> log,
            String stage,
            List<Map<String, @Nullable Object>> finished,
            List<Map<String, @Nullable Object>> tasks,
            Map<String, @Nullable Object> expected) {
        KeptnEvent last = log.get(log.size() - 1);
        Map<String, @Nullable Object> next = Json.child(expected, "next");
        boolean endsHere = expected.containsKey("next") ? next.isEmpty() : finished.size() == tasks.size();
        if (endsHere) {
            assertThat(types(log)).contains(stage + ".delivery.finished").doesNotHaveDuplicates();
            last = log.stream()
                    .filter(event -> event.type().equals(EventType.PREFIX + "next.delivery.triggered"))
                    .findFirst()
                    .orElseThrow();
        } else {
            Map<String, @Nullable Object> due = tasks.get(finished.size());
            assertThat(last.type()).isEqualTo(type(next.isEmpty() ? due : next, EventType.TRIGGERED));
        }
        if (expected.containsKey("data")) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>(Json.child(expected, "data"));
            if (endsHere) {
                data.put("stage", "next");
            }
            assertThat(last.data()).isEqualTo(data);
        }
    }

    private static List<String> types(List<KeptnEvent> log) {
        return log.stream()
                .map(event -> event.type().substring(EventType.PREFIX.length()))
                .toList();
    }

    private static String name(Map<String, @Nullable Object> task) {
        return String.valueOf(task.get("name"));
    }

    private static String type(Map<String, @Nullable Object> task, String phase) {
        return new EventType.Task(name(task), phase).text();
    }

    private static List<KeptnEvent> log(ControlPlane control, Plan plan) {
        return control.log().after(plan.project(), CONTEXT, 0).stream()
                .map(EventLog.Entry::event)
                .toList();
    }
}
