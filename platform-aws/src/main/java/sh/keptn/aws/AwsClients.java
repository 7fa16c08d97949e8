package sh.keptn.aws;

import java.time.Duration;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;

/**
 * How the clients of AWS's services are built: a request that got no answer is repeated soon, and given up while a function
 * still has time to say so. Endpoints, region and credentials come from where AWS's clients look for them ({@code
 * AWS_ENDPOINT_URL}, {@code AWS_REGION}, ...).
 */
public final class AwsClients {

    private static final int ATTEMPTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final Duration CALL = Duration.ofSeconds(25);

    private AwsClients() {}

    /** A client. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B builder) {
        return configured(builder, UnaryOperator.identity()).build();
    }

    /** The same, but each connection is closed behind its request: for work before a snapshot, which must not hold one. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C closing(B builder) {
        B configured = configured(builder, UnaryOperator.identity());
        return configured
                .overrideConfiguration(configured.overrideConfiguration().toBuilder()
                        .putHeader("Connection", "close")
                        .build())
                .build();
    }

    /** The builder with everything set but the endpoint, and repetitions changed as the caller wants. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, UnaryOperator<StandardRetryStrategy.Builder> retries) {
        StandardRetryStrategy strategy = retries.apply(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS))
                .build();
        return builder.overrideConfiguration(
                        override -> override.retryStrategy(strategy).apiCallTimeout(CALL))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER));
    }
}
