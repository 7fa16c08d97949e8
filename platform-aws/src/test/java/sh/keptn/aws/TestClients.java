package sh.keptn.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** The clients of an installation for an endpoint on this machine; they repeat a request after a millisecond. */
public final class TestClients {

    private static final BackoffStrategy SOON = BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(1));

    private TestClients() {}

    /** A client of the endpoint. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
        return AwsClients.configured(
                        builder, retries -> retries.backoffStrategy(SOON).throttlingBackoffStrategy(SOON))
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
