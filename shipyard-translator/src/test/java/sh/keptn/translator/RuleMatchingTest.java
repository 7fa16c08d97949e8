package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;
import software.amazon.event.ruler.Ruler;

/** What the rules of a plan match, asked of the matcher that EventBridge uses. */
final class RuleMatchingTest {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            spec:
              stages:
                - name: dev
                  sequences:
                    - {name: delivery, tasks: [{name: test, properties: {kind: functional}}, {name: evaluation}]}
                - name: prod
                  sequences:
                    - name: delivery
                      triggeredOn: [{event: dev.delivery.finished}]
                      tasks: [{name: test, properties: {kind: smoke}}]
                    - name: repair
                      triggeredOn:
                        - {event: prod.delivery.finished, selector: {match: {test.result: fail, result: warning}}}
                      tasks: [{name: evaluation}]
            """;

    private static String uniform(String expression) {
        return """
                spec:
                  services:
                    - name: asked
                      external: true
                      events: [test.triggered]
                      selector: {matchExpressions: [%s]}
                """.formatted(expression);
    }

    /** The truth table of Kubernetes' label selectors, with a missing key and with values that are no strings. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {key: kind, operator: In, values: [functional, smoke]}    | {"kind": "smoke"}      | true
                    {key: kind, operator: In, values: [functional]}           | {"kind": "smoke"}      | false
                    {key: kind, operator: In, values: [functional]}           | {}                     | false
                    {key: kind, operator: NotIn, values: [functional]}        | {}                     | true
                    {key: kind, operator: NotIn, values: [functional]}        | {"kind": "functional"} | false
                    {key: kind, operator: NotIn, values: [functional]}        | {"kind": "smoke"}      | true
                    {key: kind, operator: Exists}                             | {"kind": "smoke"}      | true
                    {key: kind, operator: Exists}                             | {}                     | false
                    {key: kind, operator: DoesNotExist}                       | {}                     | true
                    {key: kind, operator: DoesNotExist}                       | {"kind": "smoke"}      | false
                    {key: users, operator: In, values: [80]}                  | {"users": 80}          | true
                    {key: users, operator: In, values: ["80"]}                | {"users": 80}          | true
                    {key: users, operator: NotIn, values: [80]}               | {"users": 80}          | false
                    {key: soak, operator: In, values: [true]}                 | {"soak": true}         | true
                    {key: soak, operator: NotIn, values: [true]}              | {"soak": false}        | true
                    {key: list, operator: Exists}                             | {"list": [1]}          | false
                    {key: stage, operator: In, values: [dev]}                 | {}                     | true
                    {key: stage, operator: NotIn, values: [dev]}              | {}                     | false
                    {key: stage, operator: Exists}                            | {}                     | true
                    {key: service, operator: In, values: [carts]}             | {}                     | true
                    {key: service, operator: In, values: [orders]}            | {}                     | false
                    """)
    void selectorsMatchAsInKubernetes(String expression, String properties, boolean expected) {
        assertThat(called(uniform(expression), "dev", "test", Json.parseObject(properties))
                        .contains("asked"))
                .isEqualTo(expected);
    }

    /** Every dispatch of a task of the shipyard reaches exactly one service: the asked one, or the built-in in its gap. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {key: kind, operator: In, values: [functional]}  | asked | test
                    {key: kind, operator: NotIn, values: [smoke]}    | asked | test
                    {key: stage, operator: In, values: [prod]}       | test  | asked
                    {key: tier, operator: Exists}                    | test  | test
                    {key: kind, operator: Exists}                    | asked | asked
                    """)
    void builtInsFillTheGapsAndNothingElse(String expression, String inDev, String inProd) {
        assertThat(called(uniform(expression), "dev", "test", Map.of("kind", "functional")))
                .containsExactly(inDev);
        assertThat(called(uniform(expression), "prod", "test", Map.of("kind", "smoke")))
                .containsExactly(inProd);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    dev  | delivery | evaluation | pass    | true  | StartSequence[stage=prod, sequence=delivery]
                    dev  | delivery | evaluation | warning | true  | StartSequence[stage=prod, sequence=delivery]
                    dev  | delivery | evaluation | fail    | true  | -
                    dev  | delivery | evaluation | pass    | false | -
                    prod | delivery | test       | fail    | true  | StartSequence[stage=prod, sequence=repair]
                    prod | delivery | test       | warning | true  | StartSequence[stage=prod, sequence=repair]
                    prod | delivery | evaluation | fail    | true  | -
                    prod | delivery | test       | pass    | true  | -
                    prod | repair   | evaluation | pass    | true  | -
                    """)
    void finishedSequencesStartTheNext(
            String stage,
            String sequence,
            String lastTask,
            String result,
            boolean evaluates,
            @Nullable String expected) {
        Map<String, @Nullable Object> stamp = stamp("sequence.finished", stage);
        stamp.put("sequence", sequence);
        stamp.put("lastTask", lastTask);
        stamp.put("result", result);
        stamp.put("evaluateTriggers", evaluates);
        assertThat(matching(plan(null), stamp).stream().map(Object::toString))
                .isEqualTo(Optional.ofNullable(expected).stream().toList());
    }

    private static Set<String> called(
            String uniform, String stage, String task, Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> stamp = stamp("task.triggered", stage);
        stamp.put("task", task);
        stamp.put("selector", SelectorValues.of(properties));
        Set<String> called = new TreeSet<>();
        for (Plan.RuleTarget target : matching(plan(uniform), stamp)) {
            called.add(((Plan.RuleTarget.CallTaskService) target).service());
        }
        return called;
    }

    private static Map<String, @Nullable Object> stamp(String kind, String stage) {
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("kind", kind);
        stamp.put("project", "shop");
        stamp.put("stage", stage);
        stamp.put("service", List.of("carts"));
        return stamp;
    }

    private static Plan plan(@Nullable String uniform) {
        return Translator.translate(
                        "shop",
                        new SourceFile("shipyard.yaml", SHIPYARD),
                        uniform == null ? null : new SourceFile("uniform.yaml", uniform))
                .value()
                .orElseThrow();
    }

    private static List<Plan.RuleTarget> matching(Plan plan, Map<String, @Nullable Object> stamp) {
        String event = Json.write(
                Map.of("source", "keptn.control-plane", "detail", Map.of("event", Map.of(), "keptn", stamp)));
        return plan.rules().stream()
                .filter(rule -> matches(event, rule.eventPattern()))
                .map(Plan.Rule::target)
                .toList();
    }

    private static boolean matches(String event, String pattern) {
        try {
            return Ruler.matchesRule(event, pattern);
        } catch (Exception e) {
            throw new AssertionError(pattern, e);
        }
    }
}
