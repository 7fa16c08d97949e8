package sh.keptn.lambda.control.aws;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import sh.keptn.aws.bus.EventBridgeBus;
import sh.keptn.aws.machines.Publishing;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.EventBridgeSweepRule;
import sh.keptn.lambda.aws.LateBodies;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.control.ControlFunctions;
import sh.keptn.lambda.sweep.SweepRule;

/** The control plane over DynamoDB, EventBridge and Step Functions. */
final class ControlWiring implements Wiring {

    /** No row lies there, and no token reads so. */
    private static final Key NOWHERE = new Key("nowhere", "nothing");

    private static final String NOBODY = "nobody";

    private final Clients clients;
    private final Store store;
    private final StateMachines machines;
    private final SweepRule rule;
    private final ControlFunctions functions;

    ControlWiring(Map<String, String> environment, Connections connections) {
        Variables variables = new Variables(environment);
        this.clients = new Clients(connections);
        this.store =
                new DynamoDbStore(clients.dynamoDb(), variables.table(), new LateBodies(clients, variables.bucket()));
        this.machines = new StepFunctionsMachines(clients.stepFunctions(), Publishing.NONE);
        this.rule = new EventBridgeSweepRule(clients.eventBridge(), variables.sweepRule());
        Clock clock = Clock.systemUTC();
        ControlPlane controlPlane = new ControlPlane(
                store,
                new EventBridgeBus(clients.eventBridge(), variables.bus()),
                machines,
                new UniformMatcher(false),
                clock);
        this.functions = new ControlFunctions(controlPlane, store, rule, clock);
    }

    @Override
    public LambdaFunction function(String name) {
        return functions.function(name);
    }

    @Override
    public void prime(String name) {
        store.get(NOWHERE);
        store.query(NOWHERE.partition(), NOWHERE.sort());
        store.transact(List.of(new Write.Check(NOWHERE, 1)));
        rule.describe();
        if (name.equals(ControlFunctions.SWEEP)) {
            store.due(Instant.EPOCH, 1);
        }
        // Last, because AWS may say that nobody may answer a token that there is not.
        machines.succeed(NOBODY, "{}");
    }

    @Override
    public void close() {
        clients.close();
    }
}
