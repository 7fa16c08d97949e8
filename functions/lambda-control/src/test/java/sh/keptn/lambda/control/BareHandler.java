package sh.keptn.lambda.control;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import sh.keptn.aws.AwsClients;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The least that a function with our clients can be: it reads one row and answers. */
public final class BareHandler implements RequestStreamHandler {

    private final DynamoDbClient dynamoDb = AwsClients.of(DynamoDbClient.builder());
    private final EventBridgeClient eventBridge = AwsClients.of(EventBridgeClient.builder());
    private final SfnClient stepFunctions = AwsClients.of(SfnClient.builder());

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.readAllBytes();
        boolean found = dynamoDb.getItem(request -> request.tableName(System.getenv("KEPTN_TABLE"))
                        .key(Map.of("pk", AttributeValue.fromS("nowhere"), "sk", AttributeValue.fromS("nothing"))))
                .hasItem();
        String answer = "\"" + eventBridge.serviceName() + " " + stepFunctions.serviceName() + " " + found + "\"";
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }
}
