package sh.keptn.lambda.api.aws;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import sh.keptn.api.Api;
import sh.keptn.api.Routes;
import sh.keptn.api.access.Access;
import sh.keptn.aws.secrets.SecretsManagerSecrets;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.ports.Secrets;
import sh.keptn.controlplane.ports.SecretsUnavailableException;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Wiring;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.api.ApiFunctions;
import sh.keptn.lambda.aws.AwsControlPlane;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.lambda.aws.Variables;
import sh.keptn.lambda.sweep.SweepSchedule;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The HTTP API over AWS's services. */
final class ApiWiring implements Wiring {

    /** No secret has this name. */
    private static final String NOBODY = "nobody";

    private final Clients clients;
    private final Secrets secrets;
    private final AwsControlPlane aws;
    private final ApiFunctions functions;

    ApiWiring(Map<String, String> environment, Connections connections) {
        Variables variables = new Variables(environment);
        Clock clock = Clock.systemUTC();
        this.clients = new Clients(connections);
        this.secrets =
                new SecretsManagerSecrets(clients.of(SecretsManagerClient.class, SecretsManagerClient::builder), clock);
        this.aws = new AwsControlPlane(variables, clients, clock);
        Access access = new Access(secrets, variables.required("KEPTN_API_TOKENS"));
        this.functions = new ApiFunctions(
                new Api(
                        access,
                        Routes.of(
                                aws.controlPlane(),
                                new Links(aws.store()),
                                variables.apiUrl(),
                                new SweepSchedule(aws.store(), aws.sweepRule())::wake,
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
            aws.prime();
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
