package sh.keptn.aws.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.AwsStub;
import sh.keptn.aws.TestClients;
import sh.keptn.controlplane.ports.Secrets;
import sh.keptn.controlplane.ports.SecretsUnavailableException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Over AWS's protocol ("AWS Secrets Manager API Reference", GetSecretValue). */
class SecretsManagerSecretsTest {

    private final AwsStub aws = new AwsStub();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Secrets secrets = new SecretsManagerSecrets(
            TestClients.client(SecretsManagerClient.builder(), aws.endpoint()),
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aSecretIsReadAgainAfterAMinuteAndNotBefore() {
        aws.then(Map.of("Name", "keptn", "SecretString", "old")).then(Map.of("Name", "keptn", "SecretString", "new"));
        assertThat(secrets.get("keptn")).contains("old");
        now = now.plusSeconds(59);
        assertThat(secrets.get("keptn")).contains("old");
        now = now.plusSeconds(1);
        assertThat(secrets.get("keptn")).contains("new");
        assertThat(aws.requests())
                .containsExactly(
                        new AwsStub.Request("GetSecretValue", Map.of("SecretId", "keptn")),
                        new AwsStub.Request("GetSecretValue", Map.of("SecretId", "keptn")));
    }

    @Test
    void aSecretThatThereIsNotIsNoFailure() {
        aws.thenError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        assertThat(secrets.get("keptn")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsAFailureAlsoWhereItWasReadBefore() {
        aws.then(Map.of("Name", "keptn", "SecretString", "old")).thenError("AccessDeniedException", "not allowed");
        assertThat(secrets.get("keptn")).contains("old");
        now = now.plus(Duration.ofMinutes(2));
        assertThatThrownBy(() -> secrets.get("keptn"))
                .isInstanceOf(SecretsUnavailableException.class)
                .hasMessage("Secrets Manager did not give out `keptn`");
    }
}
