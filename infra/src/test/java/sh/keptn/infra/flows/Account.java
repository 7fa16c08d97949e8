package sh.keptn.infra.flows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Something that can be used as an account of AWS: where its services are, and what runs functions in it. */
interface Account extends AutoCloseable {

    /** The alias of every function, by which everybody calls it. */
    String ALIAS = "live";

    /** Whoever invokes a function waits until its process has started, on a busy machine. */
    Duration PATIENCE = Duration.ofMinutes(3);

    Region REGION = Region.EU_CENTRAL_1;

    /** Any will do for most emulators; some take the number of the account from them, or check signatures. */
    AwsCredentialsProvider CREDENTIALS = AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));

    /** How often a request is sent that is throttled, or not answered. */
    int ATTEMPTS = 6;

    /** The account's number, of twelve digits. */
    String number();

    /** The host under which functions find a server of this machine; empty where that is not known. */
    Optional<String> thisMachine();

    /** Where the service of the name that {@code AWS_ENDPOINT_URL_<SERVICE>} uses is found. */
    URI endpoint(String service);

    /** Makes it possible to invoke a function by its ARN and by that of its alias {@code live}. */
    void create(Function function);

    /** Removes a function that was made here. */
    void delete(Function function);

    @Override
    void close();

    /** A client of a service. */
    default <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, String service) {
        return builder.endpointOverride(endpoint(service))
                .region(REGION)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .build();
    }

    /**
     * A function as the template says it.
     *
     * @param role ARN of its role
     * @param memory in megabytes
     * @param timeout in seconds
     */
    record Function(
            String name,
            String handler,
            Path artifact,
            String role,
            int memory,
            int timeout,
            Map<String, String> environment) {}
}
