package sh.keptn.lambda.services.aws;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.storage.DynamoDbStore;
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
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.monitoring.MonitoringSystems;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Task services over DynamoDB and EventBridge. */
final class ServiceWiring implements Wiring {

    /** No row lies there; it is among those that this function may write. */
    private static final Key NOWHERE = new Key("work#nowhere", "nothing");

    private final Clients clients;
    private final Store store;
    private final ServiceFunctions functions;

    ServiceWiring(Map<String, String> environment, Connections connections) {
        Variables variables = new Variables(environment);
        this.clients = new Clients(connections);
        this.store =
                new DynamoDbStore(clients.dynamoDb(), variables.table(), new LateBodies(clients, variables.bucket()));
        this.functions = new ServiceFunctions(
                store,
                new EventBridgeBus(clients.eventBridge(), variables.bus()),
                Resolver.system(),
                variables.apiUrl() + Links.PATH,
                new MonitoringSystems(
                        new AccountSecrets(clients),
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
        store.get(NOWHERE);
        store.transact(List.of(new Write.Check(NOWHERE, 1)));
    }

    @Override
    public void close() {
        clients.close();
    }
}
