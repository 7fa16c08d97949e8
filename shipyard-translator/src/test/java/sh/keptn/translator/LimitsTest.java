package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.events.Json;

/**
 * No run of a plan can meet a limit of AWS that the plan has not told of: what is accepted stays below all of them, what goes
 * beyond one is reported. The limits are those of AWS, not ours, which leave room.
 */
final class LimitsTest {

    /** Step Functions, "Service quotas"; EventBridge, PutRule and PutEvents. */
    private static final int HISTORY = 25_000;

    /** A failed attempt that waited for its token: scheduled, started, submitted, failed. */
    private static final int FAILED = 4;

    private static final int RETRIES = 6;
    private static final int DEFINITION = 1_048_576;
    private static final int STATE_INPUT = 262_144;
    private static final int TOKEN = 2_048;
    private static final int ARN = 256;
    private static final int NAME = 80;
    private static final int RULE_NAME = 64;

    /**
     * A project at a limit.
     *
     * @param code of the finding that has to be there, null where there must be none
     */
    record Case(
            String title,
            String shipyard,
            @Nullable String uniform,
            @Nullable String code) {
        Case(String title, String shipyard, @Nullable String code) {
            this(title, shipyard, null, code);
        }
    }

    private static List<Case> cases() {
        String longName = "a".repeat(200);
        return List.of(
                new Case("one task", shipyard("delivery", "- name: test\n"), null),
                new Case("as many tasks as a definition has room for", shipyard("delivery", tasks(700)), null),
                new Case("a few more", shipyard("delivery", tasks(730)), "sequence-too-large"),
                new Case("more tasks than can ever fit", shipyard("delivery", tasks(731)), "sequence-too-large"),
                new Case("loops get as many turns as fit", shipyard("delivery", loops(30)), null),
                new Case("properties that fit", shipyard("delivery", properties(200_000)), null),
                new Case("properties of one task", shipyard("delivery", properties(260_000)), "sequence-too-large"),
                new Case("long names", shipyard(longName, "- name: " + longName + "\n"), "event-type-cut"),
                new Case("parallel tasks", shipyard("delivery", parallel(300)), null),
                new Case("more triggers than a bus has rules, which never reach it", stages(302), null),
                new Case("as many rules as a bus takes", shipyard("a", "- name: test\n"), services(300), null),
                new Case("one more", shipyard("a", "- name: test\n"), services(301), "rules-too-many"));
    }

    @TestFactory
    Stream<DynamicTest> limits() {
        return cases().stream().map(each -> DynamicTest.dynamicTest(each.title(), () -> check(each)));
    }

    /** What is refused for its number of tasks alone would not be compiled either, with names and files of one letter. */
    @Test
    void noSequenceIsRefusedThatWouldFit() {
        int fewer = definition(shipyard("a", tasks(600))).length();
        int more = definition(shipyard("a", tasks(700))).length();
        double eachTask = (more - fewer) / 100.0;
        double other = fewer - 600 * eachTask;
        double shortest = eachTask - 3 * ("t600".length() - 1) - ("shipyard.yaml".length() - 1);
        assertThat((DEFINITION - other) / shortest).isBetween(729.0, 731.0);
    }

    private static String definition(String shipyard) {
        return Translator.translate("s", new SourceFile("shipyard.yaml", shipyard), null)
                .value()
                .orElseThrow()
                .stateMachines()
                .get(0)
                .definition();
    }

    private static void check(Case project) {
        SourceFile uniform = project.uniform() == null ? null : new SourceFile("uniform.yaml", project.uniform());
        var translated = Translator.translate("shop", new SourceFile("shipyard.yaml", project.shipyard()), uniform);
        List<String> codes = translated.diagnostics().stream()
                .map(found -> found.code().id())
                .filter(code -> List.of("sequence-too-large", "rules-too-many", "event-type-cut", "pattern-too-long")
                        .contains(code))
                .distinct()
                .toList();
        assertThat(codes).isEqualTo(project.code() == null ? List.of() : List.of(project.code()));
        translated.value().ifPresent(LimitsTest::isBelowAll);
    }

    private static void isBelowAll(Plan plan) {
        for (Plan.StateMachine machine : plan.stateMachines()) {
            Map<String, @Nullable Object> scope = Json.parseObject(machine.definition());
            assertThat(new WorstRun(scope, false).events()).as(machine.name()).isEqualTo(machine.historyEvents());
            assertThat(new WorstRun(scope, true).events()).as(machine.name()).isEqualTo(machine.retriedHistoryEvents());
            assertThat(machine.redrives()).as(machine.name()).isPositive();
            // A redrive repeats at least the state that failed.
            assertThat(machine.retriedHistoryEvents() + machine.redrives() * (2 + FAILED * (1 + RETRIES)))
                    .as(machine.name())
                    .isLessThan(HISTORY);
            assertThat(machine.definition().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(DEFINITION);
            assertThat(machine.name()).hasSizeLessThanOrEqualTo(NAME);
            states(Json.parseObject(machine.definition())).forEach((name, state) -> {
                assertThat(name).hasSizeLessThanOrEqualTo(NAME);
                byte[] arguments = Json.write(state.get("Arguments")).getBytes(StandardCharsets.UTF_8);
                // In place of the expressions come the token, the execution, the sequence and the name of the state.
                assertThat(arguments.length + TOKEN + 2 * ARN + NAME).as(name).isLessThan(STATE_INPUT);
            });
        }
        plan.rules().forEach(rule -> assertThat(rule.name()).hasSizeLessThanOrEqualTo(RULE_NAME));
        RulesOnAws.of(plan).forEach(rule -> assertThat(rule.name()).hasSizeLessThanOrEqualTo(RULE_NAME));
        assertThat(PlanRates.of(plan).rates())
                .hasSize(5)
                .allSatisfy(rate -> assertThat(rate.perRun()).isPositive());
    }

    /**
     * The longest way through a definition, as AWS's page of history events counts it.
     *
     * @param retried whether each attempt but the last one fails
     */
    private record WorstRun(Map<String, @Nullable Object> definition, boolean retried) {

        int events() {
            return 2 + events(definition);
        }

        /** Takes all turns of a loop, and goes on where progress would end the run. */
        private int events(Map<String, @Nullable Object> scope) {
            Map<String, Map<String, @Nullable Object>> states = states(scope);
            Map<String, Integer> visits = new HashMap<>();
            int events = 0;
            boolean again = false;
            String name = Json.text(scope, "StartAt");
            while (name != null) {
                Map<String, @Nullable Object> state = Objects.requireNonNull(states.get(name));
                events += eventsOf(state);
                Map<String, @Nullable Object> task =
                        Json.child(Json.child(Json.child(state, "Arguments"), "Payload"), "task");
                if ("Choice".equals(state.get("Type"))) {
                    Map<?, ?> first = (Map<?, ?>) ((List<?>) Objects.requireNonNull(state.get("Choices"))).get(0);
                    name = again ? String.valueOf(first.get("Next")) : Json.text(state, "Default");
                } else {
                    if (task.get("turns") instanceof Long turns) {
                        again = visits.merge(name, 1, Integer::sum) < turns;
                    }
                    name = Json.text(state, "Next");
                }
            }
            return events;
        }

        private int eventsOf(Map<String, @Nullable Object> state) {
            if ("Parallel".equals(state.get("Type"))) {
                return 4
                        + ((List<?>) Objects.requireNonNull(state.get("Branches")))
                                .stream()
                                        .mapToInt(branch -> events(Json.object((Map<?, ?>) branch)))
                                        .sum();
            } else if (!"Task".equals(state.get("Type"))) {
                return 2;
            }
            boolean waits = String.valueOf(state.get("Resource")).endsWith(".waitForTaskToken");
            int attempts = retried ? retries(state) : 0;
            return waits ? 6 + attempts * FAILED : 5 + attempts * (FAILED - 1);
        }

        private static int retries(Map<String, @Nullable Object> state) {
            return ((List<?>) Objects.requireNonNull(state.get("Retry")))
                    .stream()
                            .mapToInt(retrier ->
                                    Integer.parseInt(String.valueOf(((Map<?, ?>) retrier).get("MaxAttempts"))))
                            .sum();
        }
    }

    private static Map<String, Map<String, @Nullable Object>> states(Map<String, @Nullable Object> scope) {
        return Json.child(scope, "States").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Json.object((Map<?, ?>) entry.getValue())));
    }

    private static String shipyard(String sequence, String tasks) {
        return """
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: shop}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: %s
                      tasks:
                %s""".formatted(sequence, tasks.indent(6));
    }

    private static String tasks(int count) {
        return IntStream.range(0, count).mapToObj(i -> "- name: t" + i + "\n").collect(Collectors.joining());
    }

    private static String loops(int count) {
        return IntStream.range(0, count).mapToObj(i -> """
                        - name: release%d
                          properties: {strategy: canary}
                          workflow:
                            release%d.progressed:
                            - name: test
                            - name: evaluation
                        """.formatted(i, i)).collect(Collectors.joining());
    }

    private static String properties(int bytes) {
        return "- name: test\n  properties: {text: " + "x".repeat(bytes) + "}\n";
    }

    private static String parallel(int count) {
        return "- parallel:\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> "  - name: t" + i + "\n")
                        .collect(Collectors.joining());
    }

    private static String services(int count) {
        return "kind: Uniform\nspec:\n  services:\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> "  - {name: s" + i + ", external: true, events: [test.triggered]}\n")
                        .collect(Collectors.joining());
    }

    private static String stages(int count) {
        return "apiVersion: spec.keptn.sh/0.2.3\nkind: Shipyard\nmetadata: {name: shop}\nspec:\n  stages:\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> """
                                  - name: s%d
                                    sequences:
                                    - name: delivery
                                      triggeredOn: [{event: s%d.delivery.finished}]
                                      tasks: [{name: test}]
                                """.formatted(i, Math.max(0, i - 1)).indent(2))
                        .collect(Collectors.joining());
    }
}
