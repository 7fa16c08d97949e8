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
        return client(DynamoDbClient.class, () -> of(DynamoDbClient.builder()));
    }

    public EventBridgeClient eventBridge() {
        return client(EventBridgeClient.class, () -> of(EventBridgeClient.builder()));
    }

    public SfnClient stepFunctions() {
        return client(SfnClient.class, () -> of(SfnClient.builder()));
    }

    public S3Client s3() {
        return client(S3Client.class, () -> of(S3Client.builder()));
    }

    private synchronized <C extends SdkClient> C client(Class<C> type, Supplier<C> maker) {
        return type.cast(made.computeIfAbsent(type, any -> maker.get()));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B builder) {
        return connections == Connections.KEPT ? AwsClients.of(builder) : AwsClients.closing(builder);
    }

    @Override
    public synchronized void close() {
        made.values().forEach(SdkClient::close);
        made.clear();
    }
}
