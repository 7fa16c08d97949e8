package sh.keptn.lambda.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import sh.keptn.aws.AwsClients;
import sh.keptn.lambda.Wirings.Connections;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The clients of one wiring, each made when it is first asked for. */
public final class Clients implements AutoCloseable {

    private final Connections connections;
    private final Map<Class<?>, SdkClient> made = new LinkedHashMap<>();

    public Clients(Connections connections) {
        this.connections = connections;
    }

    public DynamoDbClient dynamoDb() {
        return of(DynamoDbClient.class, DynamoDbClient::builder);
    }

    public EventBridgeClient eventBridge() {
        return of(EventBridgeClient.class, EventBridgeClient::builder);
    }

    public SfnClient stepFunctions() {
        return of(SfnClient.class, SfnClient::builder);
    }

    /** At an endpoint that was given, buckets are named in the path: nobody resolves their names before that of its host. */
    public S3Client s3() {
        Map<String, String> environment = System.getenv();
        boolean isGiven = environment.containsKey("AWS_ENDPOINT_URL") || environment.containsKey("AWS_ENDPOINT_URL_S3");
        return of(S3Client.class, () -> S3Client.builder().forcePathStyle(isGiven));
    }

    /** A client that only one family uses. */
    public synchronized <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient> C of(
            Class<C> type, Supplier<B> builder) {
        return type.cast(made.computeIfAbsent(
                type,
                any -> connections == Connections.KEPT
                        ? AwsClients.of(builder.get())
                        : AwsClients.closing(builder.get())));
    }

    @Override
    public synchronized void close() {
        made.values().forEach(SdkClient::close);
        made.clear();
    }
}
