package sh.keptn.lambda.services.aws;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.LargeBodies;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.LateBodies;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.services.ServiceFunctions;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.OutgoingHttpException;
import sh.keptn.services.http.OutgoingRequest;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.monitoring.MonitoringSystems;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Task services over DynamoDB and EventBridge. */
final class ServiceWiring implements Wiring {

    /** No row lies there; both functions may read it. */
    private static final Key NO_PLAN = new Key("plan#nowhere", "nothing");

    /** No row lies there; it is among those that the function {@code taskService} may write. */
    private static final Key NO_WORK = new Key("work#nowhere", "nothing");

    /** How the partitions of earlier evaluations begin. */
    private static final String NO_EVALUATIONS = "evaluations#nowhere";

    private static final String NOTHING = "nothing";

    private static final Duration PRIMING = Duration.ofSeconds(5);

    private final Variables variables;
    private final Clients clients;
    private final LargeBodies bodies;
    private final AccountSecrets secrets;
    private final Store store;
    private final ServiceFunctions functions;

    ServiceWiring(Map<String, String> environment, Connections connections) {
        this.variables = new Variables(environment);
        this.clients = new Clients(connections);
        this.bodies = new LateBodies(clients, variables.bucket());
        this.secrets = new AccountSecrets(clients);
        this.store = new DynamoDbStore(clients.dynamoDb(), variables.table(), bodies);
        this.functions = new ServiceFunctions(
                store,
                new EventBridgeBus(clients.eventBridge(), variables.bus()),
                Resolver.system(),
                variables.apiUrl() + Links.PATH,
                new MonitoringSystems(
                        secrets,
                        Resolver.system(),
                        // Its client is made when it is first asked: most functions never do.
                        Map.of("cloudwatch", query -> new CloudWatchProvider(cloudWatch()).value(query)),
                        Clock.systemUTC()),
                Clock.systemUTC());
    }

    private CloudWatchClient cloudWatch() {
        return clients.of(CloudWatchClient.class, CloudWatchClient::builder);
    }

    @Override
    public LambdaFunction function(String name) {
        return functions.function(name);
    }

    @Override
    public void prime(String name) {
        store.get(NO_PLAN);
        bodies.get(NOTHING);
        putNothing();
        if (name.equals(ServiceFunctions.TASK_SERVICE)) {
            store.query(NO_EVALUATIONS, NOTHING);
            store.transact(List.of(new Write.Check(NO_WORK, 1)));
            askForNoSecret();
            callOurselves();
        }
    }

    /** Puts an event that EventBridge does not take: its detail is no JSON, which is an error of the entry, "MalformedDetail". */
    private void putNothing() {
        clients.eventBridge()
                .putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                        .eventBusName(variables.bus())
                        .source(ServiceFunctions.SOURCE)
                        .detailType(NOTHING)
                        .detail("{")
                        .build()));
    }

    /** No secret has this name. */
    private void askForNoSecret() {
        try {
            secrets.get(NOTHING);
        } catch (SliException e) {
            // Not that it is missing, but that it was not given out: both load the same classes.
            return;
        }
    }

    /** Calls an address as a webhook does, over TLS: that of the HTTP API, where API Gateway itself answers. */
    private void callOurselves() {
        URI api = URI.create(variables.apiUrl());
        try {
            new GuardedHttpClient(AllowList.parse(List.of(api.getHost())), Resolver.system())
                    .send(OutgoingRequest.get(api + "/", Map.of(), PRIMING, OutgoingRequest.ANSWER_LIMIT));
        } catch (OutgoingHttpException e) {
            throw new IllegalStateException("the HTTP API does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
