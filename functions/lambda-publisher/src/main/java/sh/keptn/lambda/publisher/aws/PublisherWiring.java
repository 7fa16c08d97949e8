package sh.keptn.lambda.publisher.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.aws.publisher.Installation;
import sh.keptn.aws.publisher.Progress;
import sh.keptn.aws.publisher.Publisher;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.LargeBodies;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.LateBodies;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.publisher.Projects;
import sh.keptn.lambda.publisher.PublishFunction;
import sh.keptn.translator.Plan;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** The publisher over DynamoDB, EventBridge, Step Functions, S3 and Lambda. */
final class PublisherWiring implements Wiring {

    /** No row lies there. */
    private static final Key NOWHERE = new Key("nowhere", "nothing");

    /** No machine, rule or object has this name; machines and rules that begin like this may be looked at. */
    private static final String NOTHING = "keptn-nothing";

    private static final String MACHINES = "KEPTN_MACHINES";

    private final Variables variables;
    private final Clients clients;
    private final LargeBodies bodies;
    private final Store store;
    private final PublishFunction function;

    PublisherWiring(Map<String, String> environment, Connections connections) {
        this.variables = new Variables(environment);
        this.clients = new Clients(connections);
        this.bodies = new LateBodies(clients, variables.bucket());
        this.store = new DynamoDbStore(clients.dynamoDb(), variables.table(), bodies);
        Installation installation = new Installation(
                variables.required(MACHINES),
                variables.required("KEPTN_STAGE_ROLE"),
                Map.of(
                        "DispatchTask", variables.required("KEPTN_DISPATCH_TASK"),
                        "CompleteSequence", variables.required("KEPTN_COMPLETE_SEQUENCE")),
                variables.bus(),
                variables.required("KEPTN_DEAD_LETTERS"));
        Clock clock = Clock.systemUTC();
        Publisher publisher = new Publisher(
                clients.stepFunctions(), clients.eventBridge(), store, installation, clock, PublisherWiring::sleep);
        this.function = new PublishFunction(
                projects(publisher, new Configurations(store)),
                new S3Files(clients.s3()),
                new AsynchronousInvocation(clients.of(LambdaClient.class, LambdaClient::builder)),
                new HttpStackAnswers(),
                clock);
    }

    private static Projects projects(Publisher publisher, Configurations configurations) {
        return new Projects() {
            @Override
            public void keep(String project, Map<String, byte[]> files) {
                configurations.put(project, files);
            }

            @Override
            public Map<String, byte[]> kept(String project, String version) {
                boolean isNewest = configurations.newest(project).equals(Optional.of(version));
                return isNewest ? configurations.files(project, version) : Map.of();
            }

            @Override
            public boolean publish(Plan plan, Instant end) {
                return publisher.publish(plan, end) == Progress.DONE;
            }

            @Override
            public boolean delete(String project, Instant end) {
                return publisher.delete(project, end) == Progress.DONE;
            }

            @Override
            public boolean cleanUp(String project, Instant end) {
                return publisher.cleanUp(project, end) == Progress.DONE;
            }
        };
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it keeps to AWS's rates", e);
        }
    }

    @Override
    public LambdaFunction function(String name) {
        return function;
    }

    @Override
    public void prime(String name) {
        store.get(NOWHERE);
        store.query(NOWHERE.partition(), NOWHERE.sort());
        store.transact(List.of(new Write.Check(NOWHERE, 1)));
        bodies.get(NOTHING);
        lookForNoMachine();
        lookForNoRule();
    }

    private void lookForNoMachine() {
        try {
            clients.stepFunctions()
                    .describeStateMachine(request -> request.stateMachineArn(variables.required(MACHINES) + NOTHING));
        } catch (StateMachineDoesNotExistException e) {
            // As it should be.
            return;
        }
    }

    private void lookForNoRule() {
        try {
            clients.eventBridge()
                    .listTargetsByRule(
                            request -> request.eventBusName(variables.bus()).rule(NOTHING));
        } catch (ResourceNotFoundException e) {
            // As it should be.
            return;
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
