package sh.keptn.lambda.aws;

import java.time.Clock;
import java.util.List;
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
import sh.keptn.lambda.sweep.SweepRule;

/** The control plane over DynamoDB, EventBridge and Step Functions, for every family that decides. */
public final class AwsControlPlane {

    /** No row lies there, and no token reads so. */
    private static final Key NOWHERE = new Key("nowhere", "nothing");

    private static final String NOBODY = "nobody";

    private final Store store;
    private final StateMachines machines;
    private final SweepRule sweepRule;
    private final ControlPlane controlPlane;

    public AwsControlPlane(Variables variables, Clients clients, Clock clock) {
        this.store =
                new DynamoDbStore(clients.dynamoDb(), variables.table(), new LateBodies(clients, variables.bucket()));
        this.machines = new StepFunctionsMachines(clients.stepFunctions(), Publishing.NONE);
        this.sweepRule = new EventBridgeSweepRule(clients.eventBridge(), variables.sweepRule());
        this.controlPlane = new ControlPlane(
                store,
                new EventBridgeBus(clients.eventBridge(), variables.bus()),
                machines,
                new UniformMatcher(false),
                clock);
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    public Store store() {
        return store;
    }

    public SweepRule sweepRule() {
        return sweepRule;
    }

    /** Calls each service once, before a snapshot is taken, and changes nothing. Step Functions may refuse, so that it comes last. */
    public void prime() {
        store.get(NOWHERE);
        store.query(NOWHERE.partition(), NOWHERE.sort());
        store.transact(List.of(new Write.Check(NOWHERE, 1)));
        sweepRule.describe();
        machines.succeed(NOBODY, "{}");
    }
}
