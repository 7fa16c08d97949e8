package sh.keptn.lambda.control.aws;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.aws.AwsControlPlane;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.control.ControlFunctions;

/** The functions of the control plane over AWS's services. */
final class ControlWiring implements Wiring {

    private final Clients clients;
    private final AwsControlPlane aws;
    private final ControlFunctions functions;

    ControlWiring(Map<String, String> environment, Connections connections) {
        Clock clock = Clock.systemUTC();
        this.clients = new Clients(connections);
        this.aws = new AwsControlPlane(new Variables(environment), clients, clock);
        this.functions = new ControlFunctions(aws.controlPlane(), aws.store(), aws.sweepRule(), clock);
    }

    @Override
    public LambdaFunction function(String name) {
        return functions.function(name);
    }

    @Override
    public void prime(String name) {
        if (name.equals(ControlFunctions.SWEEP)) {
            aws.store().due(Instant.EPOCH, 1);
        }
        aws.prime();
    }

    @Override
    public void close() {
        clients.close();
    }
}
