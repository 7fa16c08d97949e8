package sh.keptn.infra.flows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Something that can be used as an account of AWS: where its services are, and what runs functions in it. */
interface Account extends AutoCloseable {

    /** The account's number in all emulators. */
    String NUMBER = "000000000000";

    /** The alias of every function, by which everybody calls it. */
    String ALIAS = "live";

    /** Whoever invokes a function waits until its process has started, on a busy machine. */
    Duration PATIENCE = Duration.ofMinutes(3);

    Region REGION = Region.EU_CENTRAL_1;

    /** Where the service of the name that {@code AWS_ENDPOINT_URL_<SERVICE>} uses is found. */
    URI endpoint(String service);

    /** Makes it possible to invoke a function by its ARN and by that of its alias {@code live}. */
    void create(Function function);

    @Override
    void close();

    /** A client of a service. */
    default <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, String service) {
        return builder.endpointOverride(endpoint(service))
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .build();
    }

    /** A function as the template says it. */
    record Function(String name, String handler, Path artifact, String role, Map<String, String> environment) {}
}
