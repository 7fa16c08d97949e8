package sh.keptn.lambda.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import sh.keptn.lambda.process.AwsAccount;
import sh.keptn.lambda.process.FunctionProcess;
import sh.keptn.lambda.process.RuntimeProcess;

/** The functions as processes from the artifact, over the SDK's real clients, with a system that webhooks call. */
class ServiceProcessIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AwsAccount account = new AwsAccount();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean answers = true;

    @SuppressWarnings("NullAway.Init")
    private HttpServer system;

    @BeforeEach
    void start() throws IOException {
        system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.setExecutor(threads);
        system.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            if (!answers) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = "{\"result\":\"warning\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        system.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        system.stop(0);
        threads.shutdownNow();
        account.close();
    }

    @Test
    void aWebhookIsCalledOnceHoweverOftenItsEventComes() {
        String asked = asked();
        try (FunctionProcess function = process(ServiceFunctions.TASK_SERVICE)) {
            assertThat(function.invoke(asked)).isEqualTo("null");
            function.invoke(asked);
        }

        assertThat(calls).hasValue(1);
        assertThat(account.details())
                .extracting(detail -> Json.child(detail, "event").get("type"))
                .containsExactly(
                        "sh.keptn.event.test.started", "sh.keptn.event.test.finished", "sh.keptn.event.test.finished");
        assertThat(account.details().get(1)).isEqualTo(account.details().get(2));
    }

    @Test
    void aSystemThatDoesNotAnswerIsGivenUpBeforeTheFunctionIs() {
        answers = false;
        try (FunctionProcess function = process(ServiceFunctions.TASK_SERVICE)) {
            function.invoke(asked(), Duration.ofSeconds(12));
        }

        Map<String, @Nullable Object> finished = account.details().get(1);
        assertThat(Json.child(Json.child(finished, "event"), "data"))
                .containsEntry("status", "errored")
                .hasEntrySatisfying(
                        "message", message -> assertThat(message).asString().startsWith("timed out after"));
    }

    @Test
    void aSnapshotIsPrimedAndHoldsNoConnection() throws IOException {
        Map<String, @Nullable Object> record = Json.child(
                Json.parseObject(Files.readString(Path.of("src/test/cases/payloads/gave-up.json"))), "payload");
        record.put("requestPayload", Json.parseObject(asked()));
        RuntimeProcess.Setup setup =
                setup(ServiceFunctions.TASK_GIVEN_UP).withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (FunctionProcess function = FunctionProcess.start(setup, folder)) {
            function.invoke(Json.write(record));
            assertThat(function.calls()).startsWith("restore/next");
            assertThat(function.output()).doesNotContain("not warmed up");
        }
        assertThat(account.primed()).containsExactly("GetItem", "GetObject", "PutEvents");
        assertThat(account.hasKeptConnection()).isFalse();
        assertThat(account.details()).hasSize(1);
    }

    @Test
    void aSnapshotHasCalledWhatItsFirstWebhookCalls() {
        RuntimeProcess.Setup setup = setup(ServiceFunctions.TASK_SERVICE)
                .withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
                .withVariable(
                        "KEPTN_API_URL",
                        "http://127.0.0.1:" + system.getAddress().getPort());
        try (FunctionProcess function = FunctionProcess.start(setup, folder)) {
            function.invoke(asked());
            assertThat(function.calls()).startsWith("restore/next");
            assertThat(function.output()).doesNotContain("not warmed up");
        }
        assertThat(calls).as("before the snapshot, and by the webhook").hasValue(2);
        assertThat(account.primed())
                .containsExactly("GetItem", "GetObject", "GetSecretValue", "PutEvents", "Query", "TransactWriteItems");
        assertThat(account.hasKeptConnection()).isFalse();
        assertThat(account.details()).as("started and finished").hasSize(2);
    }

    @Test
    void theArtifactStaysSmall() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("artifact"))) / 1e6)
                .as("megabytes; a tenth more than measured")
                .isLessThan(37);
    }

    private String asked() {
        return Json.write(
                new Installation(account.store(), system.getAddress().getPort(), Clock.systemUTC()).asked("test"));
    }

    private FunctionProcess process(String function) {
        return FunctionProcess.start(setup(function), folder);
    }

    private RuntimeProcess.Setup setup(String function) {
        return new RuntimeProcess.Setup(
                "sh.keptn.lambda.services.aws.ServiceHandler",
                function,
                List.of(Path.of(System.getProperty("artifact"))),
                account.environment(),
                List.of());
    }
}
