package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.aws.AwsClients;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.aws.publisher.Installation;
import sh.keptn.aws.publisher.Progress;
import sh.keptn.aws.publisher.Publisher;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.StateMachines.TokenAnswer;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.BusEvent;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The adapters for AWS over the SDK's own HTTP client against {@code keptn standalone --aws-endpoint}. */
class AwsAdaptersTest {

    private static final String MACHINES = "arn:aws:states:us-east-1:000000000000:stateMachine:";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private static final String LONG_WAIT = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"w\",\"States\":{\"w\":"
            + "{\"Type\":\"Wait\",\"Seconds\":3600,\"End\":true}}}";
    private static final String PASS = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"p\",\"States\":{\"p\":"
            + "{\"Type\":\"Pass\",\"End\":true}}}";
    private static final String TASK =
            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"t\",\"States\":{\"t\":{\"Type\":\"Task\","
                    + "\"Resource\":\"arn:aws:states:::lambda:invoke.waitForTaskToken\",\"End\":true,\"TimeoutSeconds\":600,"
                    + "\"Arguments\":{\"FunctionName\":\"" + function("dispatch") + "\",\"Payload\":{\"token\":"
                    + "\"{% $states.context.Task.Token %}\"}}}}}";
    private static final String TESTER = """
            kind: Uniform
            spec:
              services:
                - name: tester
                  lambda: arn:aws:lambda:us-east-1:000000000000:function:tester
                  events: [test.triggered]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunningEndpoint endpoint;

    @SuppressWarnings("NullAway.Init")
    private SfnClient stepFunctions;

    @SuppressWarnings("NullAway.Init")
    private StepFunctionsMachines machines;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        endpoint = RunningEndpoint.start(folder.resolve("endpoint"));
        stepFunctions = AwsClients.of(SfnClient.builder()
                .endpointOverride(URI.create(endpoint.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS));
        machines = new StepFunctionsMachines(
                stepFunctions,
                (name, hash, definition) -> stepFunctions
                        .createStateMachine(request -> request.name(name)
                                .definition(definition)
                                .roleArn("arn:aws:iam::000000000000:role/r")
                                .publish(true)
                                .versionDescription(hash))
                        .stateMachineVersionArn());
    }

    @AfterEach
    void stop() {
        stepFunctions.close();
        endpoint.close();
    }

    @Test
    void anExecutionIsStartedOnceStoppedAndRedriven() {
        String version = machines.publish("m", "h", LONG_WAIT);
        String execution = machines.start(version, "run-1", "{\"sequence\":\"s\"}");
        assertThat(machines.start(version, "run-1", "{\"sequence\":\"s\"}")).isEqualTo(execution);
        assertThat(machines.start(version, "run-1", "{\"sequence\":\"other\"}")).isEqualTo(execution);
        machines.stop(execution, "Keptn.Aborted", "by a person");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.ABORTED);
        machines.stop(execution, "Keptn.Aborted", "again");
        assertThat(machines.redrive(execution, "run-2")).isTrue();
        assertThat(status(execution)).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(machines.start(version, "run-1", "{}")).isEqualTo(execution);
    }

    @Test
    void whatHasPassedOrWasNeverThereCannotBeRedriven() {
        String version = machines.publish("m", "h", PASS);
        String execution = machines.start(version, "run-1", "{}");
        while (status(execution) == ExecutionStatus.RUNNING) {
            Thread.onSpinWait();
        }
        assertThat(machines.redrive(execution, "run-2")).isFalse();
        assertThat(machines.redrive(execution.replace("run-1", "none"), "run-2"))
                .isFalse();
    }

    @Test
    void aTaskThatFailedIsRedrivenWithANewToken() throws IOException, InterruptedException {
        String version = machines.publish("m", "h", TASK);
        String execution = machines.start(version, "run-1", "{}");
        String token = String.valueOf(endpoint.invocation("dispatch").get("token"));
        assertThat(machines.fail(token, "Keptn.TaskFailed", "why")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(machines.succeed(token, "{}")).isEqualTo(TokenAnswer.GONE);
        assertThat(machines.redrive(execution, "run-2")).isTrue();
        String next = String.valueOf(endpoint.invocation("dispatch").get("token"));
        assertThat(machines.fail(token, "Keptn.TaskFailed", "late")).isEqualTo(TokenAnswer.GONE);
        assertThat(machines.succeed(next, "{\"result\":\"pass\"}")).isEqualTo(TokenAnswer.TAKEN);
        while (status(execution) == ExecutionStatus.RUNNING) {
            Thread.onSpinWait();
        }
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(machines.redrive(execution, "run-3")).isFalse();
    }

    @Test
    void aTaskServiceOutsideGetsTheTasksThatItIsExpectedToDo() throws IOException, InterruptedException {
        try (Database database = Database.open(folder.resolve("rows.db"));
                EventBridgeClient events = events()) {
            events.createEventBus(request -> request.name("keptn"));
            Publisher publisher = publisher(events, new SqliteStore(database, due -> {}));
            assertThat(publisher.publish(plan("test", TESTER), end())).isEqualTo(Progress.DONE);
            EventBridgeBus bus = new EventBridgeBus(events, "keptn");
            bus.put(event("for-another", "another"));
            bus.put(event("for-the-tester", "tester"));
            Map<String, @Nullable Object> asked = endpoint.invocation("tester");
            assertThat(asked)
                    .containsEntry("id", "for-the-tester")
                    .containsEntry("type", "sh.keptn.event.test.triggered");
            assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
            assertThat(events.listRules(request -> request.eventBusName("keptn"))
                            .rules())
                    .isEmpty();
        }
    }

    private static BusEvent event(String id, String service) {
        KeptnEvent event = new KeptnEvent(
                id,
                KeptnEvent.CONTROL_PLANE,
                "sh.keptn.event.test.triggered",
                Instant.parse("2026-06-01T12:00:00Z"),
                "6bd8f3a4-4ba6-4b6f-9f0f-5c2b0b1a7d11",
                null,
                null,
                Map.of("project", "shop"));
        return BusEvent.of(event, Map.of("kind", "task.triggered", "project", "shop", "services", List.of(service)));
    }

    @Test
    void aTokenThatNobodyGaveIsGone() {
        assertThat(machines.succeed("no-token", "{}")).isEqualTo(TokenAnswer.GONE);
        assertThat(machines.fail("no-token", "Keptn.TaskFailed", "why")).isEqualTo(TokenAnswer.GONE);
    }

    @Test
    void aPlanIsPublishedChangedAndDeleted() {
        try (Database database = Database.open(folder.resolve("rows.db"));
                EventBridgeClient events = events()) {
            SqliteStore store = new SqliteStore(database, due -> {});
            Publisher publisher = publisher(events, store);
            assertThat(publisher.publish(plan("test", null), end())).isEqualTo(Progress.DONE);
            List<String> first = references(store);
            assertThat(publisher.publish(plan("test", null), end())).isEqualTo(Progress.DONE);
            assertThat(references(store)).isEqualTo(first);
            assertThat(publisher.publish(plan("evaluation", null), end())).isEqualTo(Progress.DONE);
            assertThat(references(store)).hasSize(2).doesNotContainAnyElementsOf(first);
            assertThat(publisher.cleanUp("shop", end())).isEqualTo(Progress.DONE);
            assertThat(machines.start(references(store).get(0), "run", "{\"sequence\":\"s\"}"))
                    .contains(":execution:keptn-shop-");
            assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
            assertThat(stepFunctions.listStateMachines().stateMachines()).isEmpty();
        }
    }

    private EventBridgeClient events() {
        return AwsClients.of(EventBridgeClient.builder()
                .endpointOverride(URI.create(endpoint.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS));
    }

    private Publisher publisher(EventBridgeClient events, Store store) {
        Installation installation = new Installation(
                MACHINES,
                "arn:aws:iam::000000000000:role/r",
                Map.of("DispatchTask", function("dispatch"), "CompleteSequence", function("complete")),
                "keptn",
                null);
        return new Publisher(stepFunctions, events, store, installation, Clock.systemUTC(), duration -> {});
    }

    private static List<String> references(SqliteStore store) {
        return new Plans(store)
                .active("shop").orElseThrow().machines().stream()
                        .map(ActivePlan.Machine::reference)
                        .toList();
    }

    private ExecutionStatus status(String execution) {
        return stepFunctions
                .describeExecution(request -> request.executionArn(execution))
                .status();
    }

    private static Instant end() {
        return Instant.now().plus(Duration.ofMinutes(1));
    }

    private static String function(String name) {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + name + ":live";
    }

    private static Plan plan(String task, @Nullable String uniform) {
        String shipyard = """
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: shop}
                spec:
                  stages:
                    - name: dev
                      sequences:
                        - name: delivery
                          tasks:
                            - name: TASK
                    - name: prod
                      sequences:
                        - name: delivery
                          tasks:
                            - name: TASK
                """.replace("TASK", task);
        SourceFile services = uniform == null ? null : new SourceFile("uniform.yaml", uniform);
        return Translator.translate("shop", new SourceFile("shipyard.yaml", shipyard), services)
                .value()
                .orElseThrow();
    }
}
