package sh.keptn.lambda.publisher.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.Backoff;
import sh.keptn.lambda.InvalidInputException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 answers, as S3 answers it. */
class S3FilesTest {

    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int status = answers.remove();
            String code = status == 404 ? "NoSuchKey" : "AccessDenied";
            byte[] body = (status == 200 ? "kind: Shipyard" : "<Error><Code>" + code + "</Code></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        s3 = S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Test
    void aRoleThatIsNotKnownYetIsWaitedFor() {
        answers.addAll(List.of(403, 403, 200));
        assertThat(read()).isEqualTo("kind: Shipyard");
        assertThat(waits).hasSize(2);
    }

    @Test
    void aRefusalThatStaysIsTold() {
        answers.addAll(List.of(403, 403, 403, 200));
        assertThatThrownBy(this::read).isInstanceOf(S3Exception.class);
        assertThat(answers).containsExactly(200);
    }

    @Test
    void whatIsNotThereIsNotWaitedFor() {
        answers.addAll(List.of(404, 200));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("no object `assets/shipyard.yaml` in the bucket assets");
        assertThat(waits).isEmpty();
    }

    private String read() {
        Backoff backoff = new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(8), () -> 0.5, waits::add);
        return new String(new S3Files(s3, backoff).read("assets", "assets/shipyard.yaml"), StandardCharsets.UTF_8);
    }
}
