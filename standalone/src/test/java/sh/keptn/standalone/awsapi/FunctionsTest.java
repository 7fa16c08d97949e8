package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Functions whose runtimes speak Lambda's runtime API. */
final class FunctionsTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet";

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
    void aTaskIsDoneByARuntime() throws IOException, InterruptedException {
        String execution = start(invoke(ARN), "{\"name\":\"you\"}");
        HttpResponse<String> next = next();
        assertThat(next.body()).isEqualTo("{\"name\":\"you\"}");
        assertThat(next.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
                .contains(ARN);
        assertThat(next.headers().firstValueAsLong("Lambda-Runtime-Deadline-Ms").getAsLong())
                .isGreaterThan(System.currentTimeMillis() - EndpointUnderTest.FUNCTION_TIMEOUT.toMillis());
        assertThat(next.headers().firstValue("Lambda-Runtime-Trace-Id")).isPresent();
        HttpResponse<String> answer = post(id(next) + "/response", "{\"hello\":\"you\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"status\":\"OK\"}");
        DescribeExecutionResponse ended = ended(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output())
                .isEqualTo("{\"ExecutedVersion\":\"$LATEST\",\"Payload\":{\"hello\":\"you\"},\"StatusCode\":200}");
        assertThat(post(id(next) + "/response", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void aFunctionsErrorIsTheStatesError() throws IOException, InterruptedException {
        String execution = start(invoke("greet"), "{}");
        String error = "{\"errorMessage\":\"no\",\"errorType\":\"shop.Broken\",\"stackTrace\":[]}";
        post(id(next()) + "/error", error);
        assertThat(ended(execution).error()).isEqualTo("shop.Broken");
        assertThat(ended(execution).cause()).isEqualTo(error);
    }

    @Test
    void anErrorWithoutTypeIsUnknown() throws IOException, InterruptedException {
        String execution = start(invoke("greet"), "{}");
        post(id(next()) + "/error", "broken");
        assertThat(ended(execution).error()).isEqualTo("Lambda.Unknown");
        assertThat(ended(execution).cause()).contains("Returned payload: broken");
    }

    @Test
    void aRuntimeThatCannotStartFailsTheInvocation() throws IOException, InterruptedException {
        String execution = start(invoke("greet"), "{}");
        endpoint.send(runtime("init/error")
                .POST(HttpRequest.BodyPublishers.ofString("{\"errorType\":\"Init\",\"errorMessage\":\"m\"}")));
        assertThat(ended(execution).error()).isEqualTo("Init");
    }

    @Test
    void aFunctionThatTakesTooLongTimesOut() throws IOException, InterruptedException {
        String execution = start(invoke(ARN + ":live"), "{}");
        HttpResponse<String> next = next();
        assertThat(ended(execution).error()).isEqualTo("Sandbox.Timedout");
        assertThat(ended(execution).cause()).contains("Task timed out after 2.00 seconds");
        assertThat(post(id(next) + "/response", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void aRuntimeThatIsGoneGetsNothing() throws IOException, InterruptedException {
        URI url = URI.create(endpoint.url());
        try (Socket dead = new Socket(url.getHost(), url.getPort())) {
            ask(dead, "");
        }
        String execution = start(invoke("greet"), "{}");
        post(id(next()) + "/response", "1");
        assertThat(ended(execution).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aConnectionThatIsToBeClosedIsClosedBehindALateAnswer() throws IOException, InterruptedException {
        URI url = URI.create(endpoint.url());
        try (Socket once = new Socket(url.getHost(), url.getPort())) {
            ask(once, "Connection: close\r\n");
            start(invoke("greet"), "{\"late\":true}");
            assertThat(new String(once.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Connection: close")
                    .endsWith("{\"late\":true}");
        }
    }

    /** Asks for the next invocation and does not read it. */
    private static void ask(Socket socket, String header) throws IOException {
        String request = "GET /runtime/greet/2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: localhost\r\n";
        socket.getOutputStream().write((request + header + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    void anInvocationThatWasUnderWayIsMadeAgainAfterARestart() throws IOException, InterruptedException {
        String execution = start(invoke(ARN), "{\"a\":1}");
        String before = next().body();
        stop();
        start();
        HttpResponse<String> again = next();
        assertThat(again.body()).isEqualTo(before);
        post(id(again) + "/response", "{}");
        assertThat(ended(execution).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aRuleInvokesAFunction() throws IOException, InterruptedException {
        endpoint.eventBridge().putRule(request -> request.name("r").eventPattern("{\"source\":[\"shop\"]}"));
        endpoint.eventBridge()
                .putTargets(request -> request.rule("r")
                        .targets(Target.builder()
                                .id("f")
                                .arn(ARN)
                                .inputPath("$.detail")
                                .build()));
        endpoint.eventBridge()
                .putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                        .source("shop")
                        .detailType("t")
                        .detail("{\"n\":1}")
                        .build()));
        HttpResponse<String> next = next();
        assertThat(next.body()).isEqualTo("{\"n\":1}");
        assertThat(post(id(next) + "/response", "{}").statusCode()).isEqualTo(202);
    }

    @Test
    void functionsAreInvokedDirectly() throws IOException, InterruptedException, ExecutionException {
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> invokeNow("RequestResponse", "[1]"));
        HttpResponse<String> next = next();
        assertThat(next.body()).isEqualTo("[1]");
        post(id(next) + "/response", "\"done\"");
        assertThat(call.get().body()).isEqualTo("\"done\"");
        assertThat(call.get().headers().firstValue("X-Amz-Function-Error")).isEmpty();

        CompletableFuture<HttpResponse<String>> failing =
                CompletableFuture.supplyAsync(() -> invokeNow("RequestResponse", "{}"));
        post(id(next()) + "/error", "{\"errorType\":\"E\"}");
        assertThat(failing.get().statusCode()).isEqualTo(200);
        assertThat(failing.get().headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");

        assertThat(invokeNow("Event", "{\"later\":true}").statusCode()).isEqualTo(202);
        HttpResponse<String> later = next();
        assertThat(later.body()).isEqualTo("{\"later\":true}");
        post(id(later) + "/response", "{}");
        assertThat(invokeNow("DryRun", "{}").statusCode()).isEqualTo(204);
        assertThat(invokeNow("Other", "{}").statusCode()).isEqualTo(400);
        assertThat(invokeNow("Event", "no json").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNoCallOfTheRuntimeApiIsRefused() throws IOException, InterruptedException {
        assertThat(endpoint.send(runtime("invocation/next").POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
        assertThat(endpoint.send(runtime("invocation/a/b/c")).statusCode()).isEqualTo(405);
        assertThat(endpoint.send(runtime("nonsense")).statusCode()).isEqualTo(404);
        assertThat(post("unknown/response", "{}").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> invokeNow(String type, String payload) {
        try {
            return endpoint.send(
                    HttpRequest.newBuilder(URI.create(endpoint.url() + "/2015-03-31/functions/greet/invocations"))
                            .header("X-Amz-Invocation-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString(payload)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next invocation of the function, as its runtime asks for it. */
    private HttpResponse<String> next() throws IOException, InterruptedException {
        return endpoint.send(runtime("invocation/next"));
    }

    private static String id(HttpResponse<String> invocation) {
        return invocation.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return endpoint.send(runtime("invocation/" + path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder runtime(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint.url() + "/runtime/greet/2018-06-01/runtime/" + path));
    }

    private static String invoke(String function) {
        Map<String, @Nullable Object> arguments = Map.of("FunctionName", function, "Payload", "{% $states.input %}");
        return Fixtures.machine("'t':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':"
                + Json.write(arguments) + ",'End':true}");
    }

    private String start(String definition, String input) {
        String machine = endpoint.stepFunctions()
                .createStateMachine(
                        request -> request.name("m").definition(definition).roleArn(ROLE))
                .stateMachineArn();
        return endpoint.stepFunctions()
                .startExecution(request -> request.stateMachineArn(machine).input(input))
                .executionArn();
    }

    private DescribeExecutionResponse ended(String execution) {
        while (true) {
            DescribeExecutionResponse now =
                    endpoint.stepFunctions().describeExecution(request -> request.executionArn(execution));
            if (now.status() != ExecutionStatus.RUNNING) {
                return now;
            }
            Thread.onSpinWait();
        }
    }
}
