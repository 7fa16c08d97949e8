package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static sh.keptn.lambda.control.ControlFunctions.DISPATCH_SEQUENCE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import sh.keptn.translator.connections.Connections;
import sh.keptn.translator.connections.IncomingRule;

/** Events as services of AWS document them, through the rules of {@code connections.yaml}, start sequences; events of ours go out. */
class ConnectionsTest {

    private static final String FILE = """
            kind: Connections
            spec:
              triggers:
              - ecr: {repository: my-*, tag: latest}
                starts: dev.delivery
                service: carts
                labels: {team: checkout}
              - codepipeline: {pipeline: myPipeline}
                starts: dev.delivery
                service: carts
                data: {configurationChange: {values: {image: carts:1}}}
              - codepipeline: {pipeline: myPipeline, stage: Prod}
                starts: production.delivery
                service: carts
              - alarm: {name: ServerCpuTooHigh}
                starts: production.delivery
                service: carts
              - alarm: {name: ServerCpuTooHigh, state: OK}
                starts: dev.delivery
                service: carts
              forwards:
              - name: results
                to: arn:aws:sns:eu-central-1:111122223333:results
                events: [dev.delivery.finished]
                results: [pass]
              - name: elsewhere
                to: arn:aws:sqs:eu-central-1:111122223333:elsewhere
                stages: [production]
            """;

    private final Account account = new Account();
    private final Connections connections = Translator.connections(
                    new SourceFile("connections.yaml", FILE), Account.plan())
            .value()
            .orElseThrow();

    @Test
    void anImageThatIsPushedIsDelivered() {
        happens("ecr-push", Map.of("action", "PUSH", "result", "SUCCESS"));

        KeptnEvent trigger = account.put("sequence.triggered").get(0).event();
        assertThat(account.calls).singleElement().asString().startsWith("start ");
        assertThat(trigger.type()).isEqualTo("sh.keptn.event.dev.delivery.triggered");
        assertThat(trigger.source()).isEqualTo("aws.ecr");
        assertThat(trigger.data().get("configurationChange"))
                .isEqualTo(Map.of(
                        "values",
                        Map.of(
                                "image",
                                "111122223333.dkr.ecr.us-west-2.amazonaws.com/my-repository-name@sha256:"
                                        + "7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234")));
        assertThat(trigger.data().get("labels")).isEqualTo(Map.of("tag", "latest", "team", "checkout"));
    }

    @Test
    void anEventThatComesTwiceStartsOnce() {
        happens("ecr-push", Map.of("action", "PUSH", "result", "SUCCESS"));
        happens("ecr-push", Map.of("action", "PUSH", "result", "SUCCESS"));

        assertThat(account.calls).hasSize(1);
    }

    @Test
    void whatDidNotSucceedStartsNothing() {
        happens("ecr-push", Map.of("action", "PUSH", "result", "FAILURE"));
        happens("ecr-push", Map.of("action", "DELETE", "result", "SUCCESS"));
        happens("pipeline-execution", Map.of("state", "FAILED"));
        happens("pipeline-stage", Map.of("state", "STARTED"));
        happens("alarm", Map.of("state", "INSUFFICIENT_DATA"));

        assertThat(account.calls).isEmpty();
        assertThat(account.log).isEmpty();
    }

    @Test
    void aPipelineAndAStageOfItStartTheirOwn() {
        happens("pipeline-execution", Map.of("state", "SUCCEEDED"));
        happens("pipeline-stage", Map.of("state", "SUCCEEDED"));

        assertThat(account.put("sequence.triggered"))
                .extracting(
                        event -> event.stamp().get("stage"),
                        event -> event.event().data().get("labels"))
                .containsExactly(tuple("dev", labels()), tuple("production", labels()));
    }

    private static Map<String, String> labels() {
        return Map.of("pipeline", "myPipeline", "execution", "12345678-1234-5678-abcd-12345678abcd");
    }

    @Test
    void anAlarmSaysWhichProblemThereIs() {
        happens("alarm", Map.of("state", "ALARM"));
        happens("alarm", Map.of("state", "OK"));

        assertThat(account.put("sequence.triggered"))
                .extracting(event -> event.event().data().get("problem"))
                .containsExactly(
                        Map.of("State", "OPEN", "problemTitle", "ServerCpuTooHigh"),
                        Map.of("State", "RESOLVED", "problemTitle", "ServerCpuTooHigh"));
    }

    @Test
    void onlyWhatAForwardAsksForGoesOut() {
        Map<String, String> patterns = new TreeMap<>();
        connections.outgoing().forEach(rule -> patterns.put(rule.target(), rule.eventPattern()));
        EventPatterns rules = EventPatterns.of(patterns);
        Map<String, @Nullable Object> stamp =
                Map.of("project", "sockshop", "stage", "dev", "service", List.of("carts"), "result", "pass");

        assertThat(rules.matching(event("dev.delivery.finished", stamp)))
                .containsExactly("arn:aws:sns:eu-central-1:111122223333:results");
        assertThat(rules.matching(event("dev.delivery.started", stamp))).isEmpty();
        assertThat(rules.matching(event("test.finished", Map.of("project", "sockshop", "stage", "production"))))
                .containsExactly("arn:aws:sqs:eu-central-1:111122223333:elsewhere");
        assertThat(rules.matching(event("test.finished", Map.of("project", "other", "stage", "production"))))
                .isEmpty();
    }

    private static BusEvent event(String type, Map<String, @Nullable Object> stamp) {
        Map<String, @Nullable Object> event = Map.of("type", "sh.keptn.event." + type);
        return new BusEvent(
                "1", "keptn.control-plane", "sh.keptn.event." + type, Map.of("event", event, "keptn", stamp));
    }

    /** Puts the event on the default bus: each rule that matches it hands what it makes of it to the function. */
    private void happens(String payload, Map<String, String> values) {
        Map<String, @Nullable Object> event = Payloads.of(payload, values);
        for (IncomingRule rule : connections.incoming()) {
            if (!EventPatterns.of(Map.of(rule.name(), rule.eventPattern()))
                    .matching(Json.write(event))
                    .isEmpty()) {
                String template = rule.inputTemplate().replace(IncomingRule.URL_SUFFIX, "amazonaws.com");
                account.invoke(DISPATCH_SEQUENCE, InputTransformer.transformed(rule.inputPaths(), template, event));
            }
        }
    }
}
