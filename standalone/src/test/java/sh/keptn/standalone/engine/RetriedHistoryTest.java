package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** A run in which everything fails as often as it may and then passes has the history that its plan has told of. */
final class RetriedHistoryTest {

    private static final Map<String, String> TASKS = Map.of(
            "one task",
            "[{name: test}]",
            "a delay",
            "[{name: deployment}, {name: test, triggeredAfter: 5m}, {name: release}]",
            "parallel branches",
            "[{name: deployment}, {parallel: [{name: test}, {tasks: [{name: load}, {name: report}]}]}, {name: release}]");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TestFactory
    Stream<DynamicTest> historiesAreAsPlanned() {
        return TASKS.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> isAsPlanned(each.getKey(), each.getValue())));
    }

    private void isAsPlanned(String title, String tasks) {
        String shipyard = """
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: shop}
                spec: {stages: [{name: dev, sequences: [{name: delivery, tasks: %s}]}]}
                """.formatted(tasks);
        Plan.StateMachine machine = Translator.translate("shop", new SourceFile("shipyard.yaml", shipyard), null)
                .value()
                .orElseThrow()
                .stateMachines()
                .get(0);
        assertThat(events(title + " once", machine, false)).isEqualTo(machine.historyEvents());
        assertThat(events(title + " again", machine, true)).isEqualTo(machine.retriedHistoryEvents());
    }

    private int events(String file, Plan.StateMachine machine, boolean retried) {
        Map<String, @Nullable Object> script = new LinkedHashMap<>();
        answers(Json.parseObject(machine.definition()), retried, script);
        Map<String, @Nullable Object> run = new ScriptedRun(folder.resolve(file + ".db"), script, after -> false)
                .run(machine.definition(), "{\"sequence\": \"s\"}");
        assertThat(run).containsEntry("status", "SUCCEEDED");
        return ((List<?>) Objects.requireNonNull(run.get("events"))).size();
    }

    /** For each task state as many failures as its retriers allow, then what both tokens and functions answer. */
    private static void answers(
            Map<String, @Nullable Object> scope, boolean retried, Map<String, @Nullable Object> script) {
        Json.child(scope, "States").forEach((name, value) -> {
            Map<String, @Nullable Object> state = Json.object((Map<?, ?>) Objects.requireNonNull(value));
            if ("Task".equals(state.get("Type"))) {
                List<Object> answers = new ArrayList<>(Collections.nCopies(
                        retried ? retries(state) : 0, Map.of("error", "Lambda.ServiceException", "cause", "scripted")));
                answers.add(Map.of("result", Map.of("Payload", Map.of())));
                script.put(name, answers);
            }
            if (state.get("Branches") instanceof List<?> branches) {
                branches.forEach(branch -> answers(Json.object((Map<?, ?>) branch), retried, script));
            }
        });
    }

    private static int retries(Map<String, @Nullable Object> state) {
        return ((List<?>) Objects.requireNonNull(state.get("Retry")))
                .stream()
                        .mapToInt(retrier -> Integer.parseInt(String.valueOf(((Map<?, ?>) retrier).get("MaxAttempts"))))
                        .sum();
    }
}
