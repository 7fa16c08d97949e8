package sh.keptn.infra.flows;

import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Clients of the services of an account that an installation is made of. */
record Clients(
        DynamoDbClient dynamoDb,
        S3Client s3,
        EventBridgeClient events,
        LambdaClient lambda,
        SfnClient stepFunctions,
        SecretsManagerClient secrets,
        IamClient iam)
        implements AutoCloseable {

    static Clients of(Account account) {
        return new Clients(
                account.client(DynamoDbClient.builder(), "DYNAMODB"),
                // A bucket's name before that of the host is for names that a server of names resolves.
                account.client(S3Client.builder().forcePathStyle(true), "S3"),
                account.client(EventBridgeClient.builder(), "EVENTBRIDGE"),
                account.client(LambdaClient.builder(), "LAMBDA"),
                account.client(SfnClient.builder(), "SFN"),
                account.client(SecretsManagerClient.builder(), "SECRETS_MANAGER"),
                account.client(IamClient.builder(), "IAM"));
    }

    @Override
    public void close() {
        Stream.<SdkClient>of(dynamoDb, s3, events, lambda, stepFunctions, secrets, iam)
                .forEach(SdkClient::close);
    }
}
