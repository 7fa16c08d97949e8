package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;
import sh.keptn.standalone.awsapi.http.HttpHandler;
import sh.keptn.standalone.awsapi.http.LoopbackServer;

/** What is the same for all operations: HTTP, credentials, limits. */
final class ProtocolTest {

    /** More than the system buffers for a connection. */
    private static final int BEYOND_BUFFERS = 32 * 1024 * 1024;

    private static final String LIST = "AWSStepFunctions.ListStateMachines";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EndpointUnderTest endpoint;

    @BeforeEach
    void start() throws IOException {
        endpoint = EndpointUnderTest.in(folder);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void anAnswerHasTypeIdAndNothingElse() throws IOException, InterruptedException {
        HttpResponse<String> response = endpoint.send(LIST, "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"stateMachines\":[]}");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void aHandlerThatThrowsIsAnAnswer() throws IOException, InterruptedException {
        HttpHandler broken = request -> {
            throw new IllegalStateException("broken");
        };
        try (LoopbackServer server = LoopbackServer.start("127.0.0.1", 0, broken)) {
            HttpResponse<String> response =
                    endpoint.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port())));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("broken");
        }
    }

    @Test
    void whoeverHasALateAnswerDoesNotWaitForTheClient() throws IOException, InterruptedException, ExecutionException {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<sh.keptn.standalone.awsapi.http.HttpResponse> late = new CompletableFuture<>();
        HttpHandler handler = request -> {
            asked.countDown();
            return late;
        };
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.start("127.0.0.1", 0, handler)) {
            try (Socket stuck = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                stuck.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                asked.await();
                assertThat(late.complete(new sh.keptn.standalone.awsapi.http.HttpResponse(
                                200, Map.of(), new byte[BEYOND_BUFFERS], sent::complete)))
                        .isTrue();
            }
            assertThat(sent.get()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AKIAEXAMPLE/20260101/eu-central-1/states/aws4_request, arn:aws:states:eu-central-1:000000000000",
        "123456789012/20260101/eu-central-1/states/aws4_request, arn:aws:states:eu-central-1:123456789012",
        "AKIAEXAMPLE/20260101/cn-north-1/states/aws4_request, arn:aws-cn:states:cn-north-1:000000000000",
        "AKIAEXAMPLE/20260101/us-gov-west-1/states/aws4_request, arn:aws-us-gov:states:us-gov-west-1:000000000000",
        "nonsense, arn:aws:states:us-east-1:000000000000"
    })
    void arnsAreThoseOfTheCredentials(String credential, String start) throws IOException, InterruptedException {
        String body = Json.write(Map.of(
                "name",
                "m",
                "definition",
                Fixtures.machine("'s':{'Type':'Succeed'}"),
                "roleArn",
                "arn:aws:iam::000000000000:role/r"));
        HttpResponse<String> response = endpoint.send(HttpRequest.newBuilder(URI.create(endpoint.url()))
                .header("X-Amz-Target", "AWSStepFunctions.CreateStateMachine")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=a, Signature=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(Json.parseObject(response.body())).containsEntry("stateMachineArn", start + ":stateMachine:m");
    }

    @Test
    void whatIsNoOperationIsUnknown() throws IOException, InterruptedException {
        for (String target : new String[] {"DynamoDB_20120810.ListTables", "nonsense", "AWSStepFunctions."}) {
            HttpResponse<String> response = endpoint.send(target, "{}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("UnknownOperationException");
        }
        HttpResponse<String> bare = endpoint.send(HttpRequest.newBuilder(URI.create(endpoint.url())));
        assertThat(bare.statusCode()).isEqualTo(400);
        assertThat(bare.body()).contains("UnknownOperationException");
    }

    @Test
    void aBodyBeyondOneMegabyteIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> response = endpoint.send(LIST, "{\"a\":\"" + "x".repeat(1_048_576) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void bodiesMayComeInChunksAndSeveralRequestsOnOneConnection() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: localhost:1\r\nX-Amz-Target: " + LIST + "\r\n";
        String answers = raw(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\n\r\n" + head
                + "Content-Length: 2\r\n\r\n{}" + head + "Expect: 100-continue\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}");
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
        assertThat(answers).contains("HTTP/1.1 100 Continue").contains("Connection: close");
    }

    @Test
    void whatIsNoHttpEndsTheConnection() throws IOException {
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("POST / HTTP/1.1\r\nno header\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("POST /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 431");
        assertThat(raw("POST / HTTP/1.1\r\n" + "a: b\r\n".repeat(200) + "\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void webPagesAreRefused() throws IOException {
        assertThat(
                        raw(
                                "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.com\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST / HTTP/1.1\r\nHost: example.com:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    /** Sends bytes and reads until the server closes the connection. */
    private String raw(String text) throws IOException {
        URI url = URI.create(endpoint.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
