package sh.keptn.lambda.api.aws;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sh.keptn.api.Api;
import sh.keptn.api.Routes;
import sh.keptn.api.access.Access;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.machines.Publishing;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.aws.secrets.SecretsManagerSecrets;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.Secrets;
import sh.keptn.controlplane.ports.SecretsUnavailableException;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.api.ApiFunctions;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.EventBridgeSweepRule;
import sh.keptn.lambda.aws.LateBodies;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.sweep.SweepRule;
import sh.keptn.lambda.sweep.SweepSchedule;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The HTTP API over DynamoDB, EventBridge, Step Functions and Secrets Manager. */
final class ApiWiring implements Wiring {

    /** No row lies there, no token reads so, and no secret has this name. */
    private static final Key NOWHERE = new Key("nowhere", "nothing");

    private static final String NOBODY = "nobody";

    private final Clients clients;
    private final Secrets secrets;
    private final Store store;
    private final StateMachines machines;
    private final SweepRule rule;
    private final ApiFunctions functions;

    ApiWiring(Map<String, String> environment, Connections connections) {
        Variables variables = new Variables(environment);
        Clock clock = Clock.systemUTC();
        this.clients = new Clients(connections);
        this.secrets =
                new SecretsManagerSecrets(clients.of(SecretsManagerClient.class, SecretsManagerClient::builder), clock);
        this.store =
                new DynamoDbStore(clients.dynamoDb(), variables.table(), new LateBodies(clients, variables.bucket()));
        this.machines = new StepFunctionsMachines(clients.stepFunctions(), Publishing.NONE);
        this.rule = new EventBridgeSweepRule(clients.eventBridge(), variables.sweepRule());
        ControlPlane controlPlane = new ControlPlane(
                store,
                new EventBridgeBus(clients.eventBridge(), variables.bus()),
                machines,
                new UniformMatcher(false),
                clock);
        Access access = new Access(secrets, variables.required("KEPTN_API_TOKENS"));
        this.functions = new ApiFunctions(
                new Api(
                        access,
                        Routes.of(
                                controlPlane,
                                new Links(store),
                                variables.apiUrl(),
                                new SweepSchedule(store, rule)::wake,
                                () -> UUID.randomUUID().toString(),
                                clock)),
                access);
    }

    @Override
    public LambdaFunction function(String name) {
        return functions.function(name);
    }

    @Override
    public void prime(String name) {
        askForNoSecret();
        if (name.equals(ApiFunctions.API)) {
            store.get(NOWHERE);
            store.query(NOWHERE.partition(), NOWHERE.sort());
            store.transact(List.of(new Write.Check(NOWHERE, 1)));
            rule.describe();
            // Last, because AWS may say that nobody may answer a token that there is not.
            machines.succeed(NOBODY, "{}");
        }
    }

    /** Loads the classes; the tokens themselves must not get into a snapshot. */
    private void askForNoSecret() {
        try {
            secrets.get(NOBODY);
        } catch (SecretsUnavailableException e) {
            // It is denied, as it should be.
            return;
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
