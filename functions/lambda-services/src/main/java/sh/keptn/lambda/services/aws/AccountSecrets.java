package sh.keptn.lambda.services.aws;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.secrets.SecretsManagerSecrets;
import sh.keptn.controlplane.ports.Secrets;
import sh.keptn.controlplane.ports.SecretsUnavailableException;
import sh.keptn.lambda.aws.Clients;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliSecrets;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The secrets of uniforms in Secrets Manager: {@code prometheus} is the one of the name {@code keptn/prometheus}. */
final class AccountSecrets implements SliSecrets {

    /** The role of the functions may read no others. */
    private static final String PREFIX = "keptn/";

    private final Clients clients;
    private @Nullable Secrets secrets;

    AccountSecrets(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<String> get(String name) throws SliException {
        try {
            return secrets().get(PREFIX + name);
        } catch (SecretsUnavailableException e) {
            throw SliException.temporary("the secret `" + PREFIX + name + "` could not be read");
        }
    }

    /** Made when the first secret is asked for: most functions never do. */
    private synchronized Secrets secrets() {
        if (secrets == null) {
            secrets = new SecretsManagerSecrets(
                    clients.of(SecretsManagerClient.class, SecretsManagerClient::builder), Clock.systemUTC());
        }
        return secrets;
    }
}
