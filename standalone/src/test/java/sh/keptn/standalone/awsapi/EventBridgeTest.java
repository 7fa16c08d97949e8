package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** The API of EventBridge as AWS's own client uses it; events end in executions, whose inputs show what arrived. */
final class EventBridgeTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String PATTERN = "{\"source\":[\"shop\"],\"detail\":{\"kind\":[\"order\"]}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EndpointUnderTest endpoint;

    @SuppressWarnings("NullAway.Init")
    private EventBridgeClient client;

    @BeforeEach
    void start() throws IOException {
        endpoint = EndpointUnderTest.in(folder);
        client = endpoint.eventBridge();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void anEventStartsTheStateMachinesOfTheRulesThatMatch() {
        String machine = machine("target");
        client.createEventBus(request -> request.name("own"));
        assertThat(client.putRule(request ->
                                request.name("orders").eventBusName("own").eventPattern(PATTERN))
                        .ruleArn())
                .isEqualTo("arn:aws:events:eu-west-1:000000000000:rule/own/orders");
        target(
                "own",
                "orders",
                Target.builder().id("m").arn(machine).roleArn(ROLE).build());
        PutEventsResponse put = client.putEvents(request -> request.entries(
                entry("shop", "{\"kind\":\"order\",\"number\":1}", "own"),
                entry("shop", "{\"kind\":\"other\",\"number\":2}", "own"),
                entry("shop", "{\"kind\":\"order\",\"number\":3}", "default")));
        assertThat(put.failedEntryCount()).isZero();
        Map<String, @Nullable Object> event =
                Json.parseObject(inputs(machine, 1).get(0));
        assertThat(event)
                .containsEntry("version", "0")
                .containsEntry("id", put.entries().get(0).eventId())
                .containsEntry("source", "shop")
                .containsEntry("detail-type", "happened")
                .containsEntry("account", "000000000000")
                .containsEntry("region", "eu-west-1")
                .containsEntry("resources", List.of("r1"))
                .containsEntry("detail", Map.of("kind", "order", "number", 1L))
                .containsKey("time");
    }

    @Test
    void targetsGetWhatTheirInputSays() {
        String machine = machine("target");
        client.putRule(request -> request.name("orders").eventPattern(PATTERN));
        target(
                "default",
                "orders",
                Target.builder()
                        .id("constant")
                        .arn(machine)
                        .roleArn(ROLE)
                        .input("{\"a\":1}")
                        .build(),
                Target.builder()
                        .id("path")
                        .arn(machine)
                        .roleArn(ROLE)
                        .inputPath("$.detail")
                        .build(),
                Target.builder()
                        .id("transformed")
                        .arn(machine)
                        .roleArn(ROLE)
                        .inputTransformer(InputTransformer.builder()
                                .inputPathsMap(Map.of("kind", "$.detail.kind", "all", "$.detail", "no", "$.detail.no"))
                                .inputTemplate("{\"kind\": <kind>, \"text\": \"a <kind> with <all>\", \"all\": <all>,"
                                        + " \"rule\": \"<aws.events.rule-name>\", \"no\": <no>}")
                                .build())
                        .build());
        client.putEvents(request -> request.entries(entry("shop", "{\"kind\":\"order\"}", "default")));
        assertThat(inputs(machine, 3))
                .containsExactlyInAnyOrder(
                        "{\"a\":1}",
                        "{\"kind\":\"order\"}",
                        "{\"kind\":\"order\",\"text\":\"a order with {\\\"kind\\\":\\\"order\\\"}\","
                                + "\"all\":{\"kind\":\"order\"},\"rule\":\"orders\",\"no\":null}");
    }

    @Test
    void aRuleCanHandItsEventsToAnotherBus() {
        String machine = machine("target");
        String own = client.createEventBus(request -> request.name("own")).eventBusArn();
        client.putRule(request -> request.name("forward").eventPattern("{\"source\":[\"shop\"]}"));
        target("default", "forward", Target.builder().id("bus").arn(own).build());
        client.putRule(request -> request.name("orders").eventBusName(own).eventPattern(PATTERN));
        target(
                own,
                "orders",
                Target.builder().id("m").arn(machine).roleArn(ROLE).build());
        client.putEvents(request -> request.entries(entry("shop", "{\"kind\":\"order\"}", "default")));
        assertThat(inputs(machine, 1)).hasSize(1);
    }

    @Test
    void aDisabledRuleAndOneWithoutTargetsGetNothing() {
        String machine = machine("target");
        client.putRule(request -> request.name("off").eventPattern(PATTERN).state(RuleState.DISABLED));
        target(
                "default",
                "off",
                Target.builder().id("m").arn(machine).roleArn(ROLE).input("1").build());
        PutEventsRequestEntry order = entry("shop", "{\"kind\":\"order\"}", "default");
        client.putEvents(request -> request.entries(order));
        client.enableRule(request -> request.name("off"));
        client.putEvents(request -> request.entries(order));
        assertThat(inputs(machine, 1)).containsExactly("1");
        client.removeTargets(request -> request.rule("off").ids("m"));
        assertThat(client.removeTargets(request -> request.rule("off").ids("m")).failedEntryCount())
                .isEqualTo(1);
        client.putEvents(request -> request.entries(order));
        client.deleteRule(request -> request.name("off"));
        assertThat(client.listRules(request -> {}).rules()).isEmpty();
    }

    @Test
    void statusChangesOfExecutionsAreEventsOfTheDefaultBus() {
        String watcher = machine("watcher");
        String failing = endpoint.stepFunctions()
                .createStateMachine(request -> request.name("failing")
                        .definition(Fixtures.machine("'f':{'Type':'Fail','Error':'E','Cause':'C'}"))
                        .roleArn(ROLE))
                .stateMachineArn();
        client.putRule(request -> request.name("status")
                .eventPattern(
                        "{\"source\":[\"aws.states\"],\"detail-type\":[\"Step Functions Execution Status Change\"],"
                                + "\"detail\":{\"stateMachineArn\":[\"" + failing + "\"]}}"));
        target(
                "default",
                "status",
                Target.builder().id("m").arn(watcher).roleArn(ROLE).build());
        String execution = endpoint.stepFunctions()
                .startExecution(
                        request -> request.stateMachineArn(failing).name("e").input("{ }"))
                .executionArn();
        List<Map<String, @Nullable Object>> details = inputs(watcher, 2).stream()
                .map(input -> Json.child(Json.parseObject(input), "detail"))
                .sorted((one, other) ->
                        String.valueOf(other.get("status")).compareTo(String.valueOf(one.get("status"))))
                .toList();
        assertThat(details.get(0))
                .containsEntry("status", "RUNNING")
                .containsEntry("stopDate", null)
                .containsEntry("executionArn", execution);
        assertThat(details.get(1))
                .containsEntry("status", "FAILED")
                .containsEntry("name", "e")
                .containsEntry("input", "{ }")
                .containsEntry("inputDetails", Map.of("included", true))
                .containsEntry("error", "E")
                .containsEntry("cause", "C")
                .containsEntry("redriveCount", 0L)
                .containsEntry("redriveStatus", "REDRIVABLE")
                .containsKey("startDate")
                .containsKey("stopDate");
        endpoint.stepFunctions().redriveExecution(request -> request.executionArn(execution));
        assertThat(inputs(watcher, 4).stream().map(input -> Json.child(Json.parseObject(input), "detail")))
                .filteredOn(detail -> Long.valueOf(1).equals(detail.get("redriveCount")))
                .hasSize(2);
    }

    @Test
    void entriesAreRefusedOneByOne() {
        PutEventsResponse put = client.putEvents(request -> request.entries(
                entry("shop", "{}", "default"),
                entry("shop", "no json", "default"),
                entry("shop", "[]", "default"),
                entry("aws.states", "{}", "default"),
                entry("shop", "{}", "unknown"),
                PutEventsRequestEntry.builder().source("shop").detail("{}").build(),
                PutEventsRequestEntry.builder().detailType("t").detail("{}").build(),
                PutEventsRequestEntry.builder().source("shop").detailType("t").build()));
        assertThat(put.failedEntryCount()).isEqualTo(7);
        assertThat(put.entries().get(0).eventId()).isNotEmpty();
        assertThat(put.entries())
                .extracting(PutEventsResultEntry::errorCode)
                .containsExactly(
                        null,
                        "MalformedDetail",
                        "MalformedDetail",
                        "NotAuthorizedForSourceException",
                        "InvalidArgument",
                        "InvalidArgument",
                        "InvalidArgument",
                        "InvalidArgument");
        String half = "{\"a\":\"" + "x".repeat(600_000) + "\"}";
        assertThat(client.putEvents(request -> request.entries(entry("shop", half, "default")))
                        .failedEntryCount())
                .isZero();
        assertThatThrownBy(() -> client.putEvents(
                        request -> request.entries(entry("shop", half, "default"), entry("shop", half, "default"))))
                .hasMessageContaining("Total size of the entries in the request is over the limit");
    }

    @Test
    void busesRulesAndTagsAreListed() {
        client.createEventBus(request -> request.name("own")
                .description("ours")
                .tags(Tag.builder().key("k").value("v").build()));
        assertThat(client.listEventBuses(request -> {}).eventBuses())
                .extracting(EventBus::name)
                .containsExactly("default", "own");
        String arn = client.describeEventBus(request -> request.name("own")).arn();
        assertThat(client.listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .containsExactly(Tag.builder().key("k").value("v").build());
        for (String name : List.of("b", "a", "c")) {
            client.putRule(request -> request.name(name).eventPattern(PATTERN).description("of " + name));
        }
        assertThat(client.listRules(request -> request.limit(2)).rules())
                .extracting(Rule::name)
                .containsExactly("a", "b");
        String next = client.listRules(request -> request.limit(2)).nextToken();
        assertThat(client.listRules(request -> request.nextToken(next)).rules())
                .extracting(Rule::name)
                .containsExactly("c");
        assertThat(client.describeRule(request -> request.name("a")))
                .satisfies(rule -> assertThat(rule.eventPattern()).isEqualTo(PATTERN))
                .satisfies(rule -> assertThat(rule.description()).isEqualTo("of a"))
                .satisfies(rule -> assertThat(rule.state()).isEqualTo(RuleState.ENABLED))
                .satisfies(rule -> assertThat(rule.eventBusName()).isEqualTo("default"));
        String rule = client.describeRule(request -> request.name("a")).arn();
        client.tagResource(request ->
                request.resourceARN(rule).tags(Tag.builder().key("x").value("y").build()));
        assertThat(client.listTagsForResource(request -> request.resourceARN(rule))
                        .tags())
                .hasSize(1);
        client.deleteEventBus(request -> request.name("own"));
        client.deleteEventBus(request -> request.name("own"));
        assertThat(client.listEventBuses(request -> {}).eventBuses()).hasSize(1);
    }

    @Test
    void patternsAreTriedOut() {
        String event = "{\"id\":\"1\",\"account\":\"1\",\"source\":\"shop\",\"time\":\"t\",\"region\":\"r\","
                + "\"resources\":[],\"detail-type\":\"t\",\"detail\":{\"kind\":\"order\"}}";
        assertThat(client.testEventPattern(
                                request -> request.eventPattern(PATTERN).event(event))
                        .result())
                .isTrue();
        assertThat(client.testEventPattern(request ->
                                request.eventPattern("{\"source\":[\"x\"]}").event(event))
                        .result())
                .isFalse();
        assertThatThrownBy(() -> client.testEventPattern(
                        request -> request.eventPattern("{\"source\":\"x\"}").event(event)))
                .isInstanceOf(InvalidEventPatternException.class);
        assertThatThrownBy(() -> client.putRule(request -> request.name("a").eventPattern("{")))
                .isInstanceOf(InvalidEventPatternException.class)
                .hasMessageContaining("Event pattern is not valid. Reason:");
    }

    @Test
    void aRuleHasAtMostFiveTargets() {
        client.putRule(request -> request.name("a").eventPattern(PATTERN));
        Target[] six = new Target[6];
        for (int i = 0; i < six.length; i++) {
            six[i] = Target.builder()
                    .id("t" + i)
                    .arn("arn:aws:lambda:eu-west-1:000000000000:function:f")
                    .build();
        }
        assertThatThrownBy(() -> target("default", "a", six)).isInstanceOf(LimitExceededException.class);
        assertThat(client.listTargetsByRule(request -> request.rule("a")).targets())
                .isEmpty();
        target("default", "a", six[0], six[1]);
        assertThat(client.listTargetsByRule(request -> request.rule("a")).targets())
                .containsExactly(six[0], six[1]);
        assertThatThrownBy(() -> client.deleteRule(request -> request.name("a")))
                .hasMessageContaining("Rule can't be deleted since it has targets");
        assertThat(client.listRuleNamesByTarget(
                                request -> request.targetArn("arn:aws:lambda:eu-west-1:000000000000:function:f"))
                        .ruleNames())
                .containsExactly("a");
    }

    @Test
    void rulesAndEventsOnTheWayAreThereAfterARestart() throws IOException {
        client.createEventBus(request -> request.name("own"));
        client.putRule(request -> request.name("orders").eventBusName("own").eventPattern(PATTERN));
        // The state machine is made after the restart: until then the delivery is tried again.
        String machine = "arn:aws:states:eu-west-1:000000000000:stateMachine:late";
        target(
                "own",
                "orders",
                Target.builder().id("m").arn(machine).roleArn(ROLE).build());
        client.putEvents(request -> request.entries(entry("shop", "{\"kind\":\"order\"}", "own")));
        stop();
        start();
        machine("late");
        assertThat(inputs(machine, 1)).hasSize(1);
    }

    private String machine(String name) {
        return endpoint.stepFunctions()
                .createStateMachine(request -> request.name(name)
                        .definition(Fixtures.machine("'s':{'Type':'Succeed'}"))
                        .roleArn(ROLE))
                .stateMachineArn();
    }

    private void target(String bus, String rule, Target... targets) {
        assertThat(client.putTargets(
                                request -> request.rule(rule).eventBusName(bus).targets(targets))
                        .failedEntryCount())
                .isZero();
    }

    private static PutEventsRequestEntry entry(String source, String detail, String bus) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType("happened")
                .resources("r1")
                .detail(detail)
                .eventBusName(bus)
                .build();
    }

    /** The inputs of so many executions of a state machine; waits until they are there. */
    private List<String> inputs(String machine, int count) {
        while (true) {
            List<ExecutionListItem> executions = endpoint.stepFunctions()
                    .listExecutions(request -> request.stateMachineArn(machine))
                    .executions();
            if (executions.size() >= count) {
                assertThat(executions).hasSize(count);
                return executions.stream()
                        .map(each -> endpoint.stepFunctions()
                                .describeExecution(request -> request.executionArn(each.executionArn()))
                                .input())
                        .toList();
            }
            Thread.onSpinWait();
        }
    }
}
