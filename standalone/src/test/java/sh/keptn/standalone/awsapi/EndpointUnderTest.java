package sh.keptn.standalone.awsapi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.RealTimeline;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** An endpoint on a free port, with clients that speak to it over HTTP. */
final class EndpointUnderTest implements AutoCloseable {

    static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(2);

    private final AwsEndpoint endpoint;
    private final HttpClient http = HttpClient.newHttpClient();
    private final SfnClient stepFunctions;
    private final EventBridgeClient eventBridge;

    private EndpointUnderTest(AwsEndpoint endpoint) {
        this.endpoint = endpoint;
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing"));
        this.stepFunctions = SfnClient.builder()
                .endpointOverride(URI.create(endpoint.url()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        this.eventBridge = EventBridgeClient.builder()
                .endpointOverride(URI.create(endpoint.url()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Opens or creates the database in a folder and serves it. */
    static EndpointUnderTest in(Path folder) throws IOException {
        return new EndpointUnderTest(AwsEndpoint.start(
                Database.open(folder.resolve("endpoint.db")),
                new RealTimeline(Clock.systemUTC()),
                "127.0.0.1",
                0,
                FUNCTION_TIMEOUT));
    }

    String url() {
        return endpoint.url();
    }

    SfnClient stepFunctions() {
        return stepFunctions;
    }

    EventBridgeClient eventBridge() {
        return eventBridge;
    }

    /** Sends a request as it is, without credentials. */
    HttpResponse<String> send(String target, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + "/"))
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Calls an operation that has to work. */
    Map<String, @Nullable Object> call(String target, Map<String, ?> members) throws IOException, InterruptedException {
        HttpResponse<String> response = send(target, Json.write(members));
        if (response.statusCode() != 200) {
            throw new AssertionError(target + " " + response.body());
        }
        return Json.parseObject(response.body());
    }

    @Override
    public void close() {
        stepFunctions.close();
        eventBridge.close();
        endpoint.close();
    }
}
