package sh.keptn.infra.flows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.LargeBodies;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.Json;
import sh.keptn.lambda.aws.EventBridgeSweepRule;
import sh.keptn.lambda.control.BusRules;
import sh.keptn.lambda.control.ControlFunctions;
import sh.keptn.lambda.process.FakeTable;
import sh.keptn.standalone.awsapi.AwsEndpoint;
import sh.keptn.standalone.awsapi.http.HttpRequest;
import sh.keptn.standalone.awsapi.http.HttpResponse;
import sh.keptn.standalone.awsapi.http.LoopbackServer;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.translator.Plan;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The control plane of an installation in this process: its functions behind Lambda's runtime API, its ports on AWS's own
 * clients, and behind these AWS's protocols. Nothing is fast enough for many deliveries that starts processes, or waits until
 * AWS would allow the next machine to be made.
 */
final class ControlPlaneHere implements Door, AutoCloseable {

    private static final String BUS = "keptn";
    private static final String SWEEP_RULE = "keptn-sweep";
    private static final String ROLE = "arn:aws:iam::" + ProcessAccount.NUMBER + ":role/keptn-machines";

    /** How many invocations a function works on at once. */
    private static final int AT_ONCE = 4;

    /** The partition with the event log of a context. */
    private static final Pattern CONTEXT = Pattern.compile("\"context#([^\"]+)\"");

    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final LoopbackServer tables;
    private final AwsEndpoint endpoint;
    private final DynamoDbClient dynamoDb;
    private final EventBridgeClient events;
    private final SfnClient stepFunctions;
    private final Bus bus;
    private final FunctionsHere functions;
    private final Store store;
    private final ControlPlane controlPlane;

    ControlPlaneHere(Path folder) throws IOException {
        FakeTable table = new FakeTable();
        this.tables = LoopbackServer.start(
                "127.0.0.1", 0, request -> CompletableFuture.completedFuture(answer(table, request)));
        this.endpoint = AwsEndpoint.start(
                Database.open(folder.resolve("endpoint.db")),
                new RealTimeline(Clock.systemUTC()),
                "127.0.0.1",
                0,
                Duration.ofMinutes(1));
        this.dynamoDb = client(DynamoDbClient.builder(), "http://127.0.0.1:" + tables.port());
        this.events = client(EventBridgeClient.builder(), endpoint.url());
        this.bus = new Bus(events, BUS);
        this.stepFunctions = client(SfnClient.builder(), endpoint.url());
        this.store = new DynamoDbStore(dynamoDb, "keptn", new NothingIsLarge());
        StepFunctionsMachines machines = new StepFunctionsMachines(stepFunctions, this::createMachine);
        this.controlPlane = new ControlPlane(
                store, new EventBridgeBus(events, BUS), machines, new UniformMatcher(false), Clock.systemUTC());
        this.functions = new FunctionsHere(endpoint.url() + "/runtime/");
        ControlFunctions all = new ControlFunctions(
                controlPlane, store, new EventBridgeSweepRule(events, SWEEP_RULE), Clock.systemUTC());
        ControlFunctions.NAMES.forEach(name -> functions.start(name, all.function(name), AT_ONCE));
        connect();
    }

    private HttpResponse answer(FakeTable table, HttpRequest request) {
        String target = String.valueOf(request.header("x-amz-target"));
        String operation = target.substring(target.indexOf('.') + 1);
        Map<String, @Nullable Object> answer = table.answer(operation, Json.parseObject(request.text()));
        if (operation.equals("TransactWriteItems")) {
            CONTEXT.matcher(request.text()).results().forEach(found -> changed.add(found.group(1)));
        }
        return HttpResponse.of(
                answer.containsKey("__type") ? 400 : 200, "application/x-amz-json-1.0", Json.write(answer));
    }

    /** The rules of an installation that its control plane lives by. */
    private void connect() {
        events.createEventBus(request -> request.name(BUS));
        rule(BUS, "followers", BusRules.FOLLOWERS, ControlFunctions.DISPATCH_SEQUENCE);
        rule(BUS, "triggers", BusRules.TRIGGERS, ControlFunctions.DISPATCH_SEQUENCE);
        rule(BUS, "answers", BusRules.ANSWERS, ControlFunctions.RECEIVE_EVENT);
        rule("default", "executions", BusRules.EXECUTIONS, ControlFunctions.EXECUTION_ENDED);
        events.putRule(request ->
                request.name(SWEEP_RULE).scheduleExpression("rate(1 minute)").state(RuleState.DISABLED));
        target("default", SWEEP_RULE, ControlFunctions.SWEEP);
    }

    private void rule(String bus, String name, String pattern, String function) {
        events.putRule(request ->
                request.eventBusName(bus).name(name).eventPattern(pattern).state(RuleState.ENABLED));
        target(bus, name, function);
    }

    private void target(String bus, String rule, String function) {
        events.putTargets(request -> request.eventBusName(bus)
                .rule(rule)
                .targets(Target.builder().id("target").arn(arn(function)).build()));
    }

    private static String arn(String function) {
        return "arn:aws:lambda:" + Account.REGION + ":" + ProcessAccount.NUMBER + ":function:" + function;
    }

    private String createMachine(String name, String hash, String definition) {
        return stepFunctions
                .createStateMachine(request -> request.name(name)
                        .definition(definition)
                        .roleArn(ROLE)
                        .publish(true)
                        .versionDescription(hash))
                .stateMachineVersionArn();
    }

    @Override
    public Store store() {
        return store;
    }

    void publish(Plan plan) {
        controlPlane.publish(
                plan,
                Map.of(
                        "DispatchTask",
                        arn(ControlFunctions.DISPATCH_TASK),
                        "CompleteSequence",
                        arn(ControlFunctions.COMPLETE_SEQUENCE)));
    }

    @Override
    public void put(String source, String type, Map<String, ? extends @Nullable Object> detail) {
        bus.put(source, type, detail);
    }

    /** Whether something of a context was written since this was asked before. */
    boolean hasChanged(Conversation delivery) {
        return changed.remove(delivery.project() + "#" + delivery.context());
    }

    boolean isFinished(String project, String context) {
        return controlPlane.isFinished(project, context);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, String endpoint) {
        return builder.endpointOverride(URI.create(endpoint))
                .region(Account.REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() {
        functions.close();
        Stream.<SdkClient>of(dynamoDb, events, stepFunctions).forEach(SdkClient::close);
        endpoint.close();
        tables.close();
    }

    /** Bodies of simulated deliveries are small. */
    private static final class NothingIsLarge implements LargeBodies {
        @Override
        public void put(String name, String body) {
            throw new IllegalStateException("a body of " + body.length() + " characters");
        }

        @Override
        public Optional<String> get(String name) {
            return Optional.empty();
        }

        @Override
        public void discard(String name) {}
    }
}
