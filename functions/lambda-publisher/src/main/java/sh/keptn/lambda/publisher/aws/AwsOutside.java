package sh.keptn.lambda.publisher.aws;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import sh.keptn.aws.AwsClients;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Wirings.Connections;
import sh.keptn.lambda.publisher.Outside;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects of S3, this function itself through Lambda, and the addresses at which stacks wait. */
final class AwsOutside implements Outside, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final S3Client s3;
    private final LambdaClient lambda;

    AwsOutside(S3Client s3, Connections connections) {
        this.s3 = s3;
        this.lambda = connections == Connections.KEPT
                ? AwsClients.of(LambdaClient.builder())
                : AwsClients.closing(LambdaClient.builder());
    }

    @Override
    public String read(String bucket, String key) {
        try {
            return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String();
        } catch (NoSuchKeyException e) {
            throw new InvalidInputException("no object `" + key + "` in the bucket " + bucket);
        }
    }

    @Override
    public void invokeAgain(String functionArn, String payload) {
        lambda.invoke(request -> request.functionName(functionArn)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload)));
    }

    @Override
    public void answerStack(String url, String body) {
        // CloudFormation signs its address for a request without content type.
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .PUT(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<Void> response = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() >= 300) {
                throw new IOException("answered " + response.statusCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        } catch (IOException e) {
            throw new UncheckedIOException("the stack could not be told: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        lambda.close();
    }
}
