package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * What selectors, filters and triggers mean, as a table: {@code src/test/cases/patterns.yaml} has entries as an author
 * writes them, and for each some events with whether the compiled pattern takes them. Translator, composition of the
 * event and matcher are the real ones.
 */
final class PatternTableTest {

    private static final Path TABLE = Path.of("src/test/cases/patterns.yaml");
    private static final String ASKED = "asked";
    private static final String FOLLOWER = "follower.next";

    @TestFactory
    Stream<DynamicTest> table() throws IOException {
        YamlNode root = YamlReader.read("patterns.yaml", Files.readAllBytes(TABLE))
                .value()
                .orElseThrow();
        Map<String, @Nullable Object> table = ((YamlNode.Mapping) root).toValue();
        return CorpusCases.list(table, "entries").stream()
                .flatMap(entry -> CorpusCases.list(entry, "events").stream()
                        .map(event -> DynamicTest.dynamicTest(
                                entry.get("name") + ": " + event.get("when"),
                                () -> assertThat(matches(entry, event)).isEqualTo(event.get("expected")))));
    }

    @TestFactory
    Stream<DynamicTest> subscriptionFiltersOfKeptn() throws IOException {
        return CorpusCases.of("subscription-filters.json")
                .map(recorded -> DynamicTest.dynamicTest(String.valueOf(recorded.get("name")), () -> {
                    String service = "events: [test.triggered]\nfilter: " + Json.write(recorded.get("filter"));
                    assertThat(matches(Map.of("service", service), Json.child(recorded, "event")))
                            .isEqualTo(recorded.get("expected"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> triggersOfKeptn() throws IOException {
        return CorpusCases.of("triggers.json")
                .map(recorded -> DynamicTest.dynamicTest(
                        String.valueOf(recorded.get("name")),
                        () -> assertThat(started(recorded))
                                .containsExactlyInAnyOrderElementsOf(CorpusCases.list(recorded, "expected").stream()
                                        .map(target -> target.get("stage") + "." + target.get("sequence"))
                                        .distinct()
                                        .toList())));
    }

    private static boolean matches(Map<String, ? extends @Nullable Object> entry, Map<String, @Nullable Object> event) {
        boolean isService = entry.get("service") != null;
        Map<String, @Nullable Object> known = new TreeMap<>(event);
        known.putIfAbsent("kind", isService ? "task.triggered" : "sequence.finished");
        Plan plan = plan(entry, known);
        BusEvent carried = carried(plan, known);
        List<String> targets = targets(plan, carried);
        if (!isService) {
            return targets.contains(known.getOrDefault("starts", FOLLOWER));
        }
        if (plan.taskService(ASKED).orElseThrow().confirms()
                && text(known, "kind", "").equals("task.triggered")) {
            assertThat(carried.stamp().get("services") instanceof List<?> services && services.contains(ASKED))
                    .as("who has to answer")
                    .isEqualTo(targets.contains(ASKED));
        }
        return targets.contains(ASKED);
    }

    /** The event of a kind as the bus carries it when the row's sequence is played. */
    private static BusEvent carried(Plan plan, Map<String, @Nullable Object> event) {
        PlayedSequence.Script script = new PlayedSequence.Script(
                plan.project(),
                text(event, "stage", "dev"),
                text(event, "sequence", "delivery"),
                event.get("service") instanceof List<?> services
                        ? services.stream().map(String::valueOf).toList()
                        : List.of(text(event, "service", "carts")),
                text(event, "task", "test"),
                text(event, "result", "pass"),
                PlayedSequence.Ending.valueOf(text(event, "ending", "finished").toUpperCase(Locale.ROOT)),
                Json.child(event, "labels"));
        return PlayedSequence.events(plan, script).stream()
                .filter(carried -> Objects.equals(carried.stamp().get("kind"), event.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    /** Names of task services and of sequences whose patterns take an event. */
    private static List<String> targets(Plan plan, BusEvent event) {
        Map<String, String> patterns = new TreeMap<>();
        plan.rules().forEach(rule -> patterns.put(rule.name(), rule.eventPattern()));
        List<String> matching = EventPatterns.of(patterns).matching(event);
        return plan.rules().stream()
                .filter(rule -> matching.contains(rule.name()))
                .map(rule -> rule.target() instanceof Plan.RuleTarget.StartSequence start
                        ? start.stage() + "." + start.sequence()
                        : ((Plan.RuleTarget.CallTaskService) rule.target()).service())
                .distinct()
                .toList();
    }

    private static Plan plan(Map<String, ? extends @Nullable Object> entry, Map<String, @Nullable Object> event) {
        String shipyard =
                entry.get("shipyard") instanceof String whole ? whole : shipyard(event, text(entry, "trigger", "[]"));
        String uniform =
                """
                spec:
                  services:
                  - name: asked
                    external: true
                """ + text(entry, "service", "events: [nothing.triggered]").indent(4);
        Checked<Plan> plan = Translator.translate(
                text(event, "project", "shop"),
                new SourceFile("shipyard.yaml", shipyard),
                new SourceFile("uniform.yaml", uniform));
        assertThat(plan.value()).as(plan.diagnostics().toString()).isPresent();
        return plan.value().orElseThrow();
    }

    private static String shipyard(Map<String, @Nullable Object> event, String trigger) {
        return """
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: shop}
                spec:
                  stages:
                  - name: %s
                    sequences:
                    - name: %s
                      tasks: [{name: %s, properties: %s}]
                  - name: follower
                    sequences:
                    - name: next
                      tasks: [{name: test}]
                      triggeredOn:
                """.formatted(
                                Json.write(text(event, "stage", "dev")),
                                Json.write(text(event, "sequence", "delivery")),
                                Json.write(text(event, "task", "test")),
                                text(event, "properties", "{}"))
                + trigger.indent(8);
    }

    /** The sequences that follow in a recorded case. */
    private static List<String> started(Map<String, @Nullable Object> recorded) {
        Map<String, @Nullable Object> finished = Json.child(recorded, "finished");
        String task = text(finished, "last_task", "").isEmpty() ? "test" : text(finished, "last_task", "");
        StringBuilder shipyard = new StringBuilder("apiVersion: spec.keptn.sh/0.2.3\nspec:\n  stages:\n");
        for (Map<String, @Nullable Object> stage : CorpusCases.list(recorded, "stages")) {
            shipyard.append("  - name: ").append(stage.get("name")).append("\n    sequences:\n");
            for (Map<String, @Nullable Object> sequence : CorpusCases.list(stage, "sequences")) {
                shipyard.append("    - name: ")
                        .append(sequence.get("name"))
                        .append("\n      tasks: [{name: ")
                        .append(task)
                        .append("}]\n      triggeredOn: ")
                        .append(Json.write(sequence.get("triggeredOn")))
                        .append('\n');
            }
        }
        Plan plan = plan(Map.of("shipyard", shipyard.toString()), Map.of());
        Map<String, @Nullable Object> event = new TreeMap<>(finished);
        event.put("kind", "sequence.finished");
        event.put("task", task);
        return targets(plan, carried(plan, event)).stream()
                .filter(target -> target.contains("."))
                .toList();
    }

    private static String text(Map<String, ? extends @Nullable Object> map, String key, String otherwise) {
        return map.get(key) instanceof String text ? text : otherwise;
    }
}
