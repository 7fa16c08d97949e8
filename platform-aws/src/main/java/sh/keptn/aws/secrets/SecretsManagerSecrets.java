package sh.keptn.aws.secrets;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sh.keptn.controlplane.ports.Secrets;
import sh.keptn.controlplane.ports.SecretsUnavailableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Secrets of Secrets Manager, by their names or ARNs. What was read is kept for a minute: longer, and a token that was taken away
 * would go on working; shorter, and each request would be paid for. A failure is not covered by what was kept before.
 */
public final class SecretsManagerSecrets implements Secrets {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final SecretsManagerClient client;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public SecretsManagerSecrets(SecretsManagerClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    private record Known(Optional<String> value, Instant until) {}

    @Override
    public Optional<String> get(String name) {
        Instant now = clock.instant();
        Known kept = known.get(name);
        if (kept != null && now.isBefore(kept.until())) {
            return kept.value();
        }
        Optional<String> value = read(name);
        known.put(name, new Known(value, now.plus(KEPT)));
        return value;
    }

    private Optional<String> read(String name) {
        try {
            return Optional.ofNullable(
                    client.getSecretValue(request -> request.secretId(name)).secretString());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new SecretsUnavailableException("Secrets Manager did not give out `" + name + "`", e);
        }
    }
}
