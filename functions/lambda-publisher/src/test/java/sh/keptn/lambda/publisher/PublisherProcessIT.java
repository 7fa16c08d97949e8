package sh.keptn.lambda.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import sh.keptn.lambda.process.AwsAccount;
import sh.keptn.lambda.process.FunctionProcess;
import sh.keptn.lambda.process.RuntimeProcess;

/** The function as a process from the artifact, over the SDK's real clients. */
class PublisherProcessIT {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata:
              name: carts
            spec:
              stages:
                - name: dev
                  sequences:
                    - name: delivery
                      tasks:
                        - name: deployment
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AwsAccount account = new AwsAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void aCallPublishesAndWhatItsTimeDoesNotAllowIsLeftToAnother() {
        Map<String, Object> call = Map.of("operation", "publish", "project", "carts", "shipyard", SHIPYARD);
        try (FunctionProcess function = process()) {
            assertThat(function.invoke(Json.write(new HashMap<>(call)), Duration.ofSeconds(15)))
                    .contains("\"verdict\":\"continues\"");
            assertThat(account.calls("Invoke"))
                    .singleElement()
                    .satisfies(again -> assertThat(again)
                            .containsEntry("operation", "publish")
                            .containsEntry("project", "carts")
                            .containsOnlyKeys("operation", "project", "version"));

            assertThat(function.invoke(
                            Json.write(new HashMap<>(account.calls("Invoke").get(0)))))
                    .contains("\"verdict\":\"done\"");
        }

        assertThat(account.calls("CreateStateMachine"))
                .allSatisfy(machine -> assertThat(machine)
                        .containsEntry("publish", true)
                        .containsEntry("roleArn", "arn:aws:iam::111122223333:role/keptn-stage"))
                .extracting(machine -> machine.get("name"))
                .containsExactly("keptn-carts-dev-delivery", "keptn-carts-dev-evaluation");
    }

    @Test
    void aStackIsToldThatItsProjectIsThere() throws Exception {
        account.put("/assets/1.yaml", SHIPYARD);
        CompletableFuture<String> told = new CompletableFuture<>();
        HttpServer stack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stack.createContext("/", exchange -> {
            told.complete(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        stack.start();
        try (FunctionProcess function = process()) {
            function.invoke(Json.write(new HashMap<>(Map.of(
                    "RequestType", "Create",
                    "ResponseURL", "http://127.0.0.1:" + stack.getAddress().getPort() + "/answer?signed",
                    "StackId", "stack",
                    "RequestId", "request",
                    "ResourceType", "Custom::KeptnProject",
                    "LogicalResourceId", "Project",
                    "ResourceProperties", Map.of("Project", "carts", "Bucket", "assets", "Shipyard", "1.yaml")))));
        } finally {
            stack.stop(0);
        }

        assertThat(told).isCompleted();
        assertThat(told.get())
                .startsWith("PUT {\"Status\":\"SUCCESS\"")
                .contains("\"PhysicalResourceId\":\"keptn-project-carts\"");
        assertThat(account.calls("CreateStateMachine")).hasSize(2);
    }

    @Test
    void aSnapshotIsPrimedAndHoldsNoConnection() {
        RuntimeProcess.Setup setup = setup().withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (FunctionProcess function = FunctionProcess.start(setup, folder)) {
            assertThat(function.invoke("{\"operation\":\"delete\",\"project\":\"carts\"}"))
                    .contains("\"verdict\":\"done\"");
            assertThat(function.calls()).startsWith("restore/next");
            assertThat(function.output()).doesNotContain("not warmed up");
        }
        assertThat(account.primed())
                .containsExactly(
                        "DescribeStateMachine",
                        "GetItem",
                        "GetObject",
                        "ListTargetsByRule",
                        "Query",
                        "TransactWriteItems");
        assertThat(account.hasKeptConnection()).isFalse();
    }

    @Test
    void theArtifactStaysSmall() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("artifact"))) / 1e6)
                .as("megabytes; a tenth more than measured")
                .isLessThan(36);
    }

    private FunctionProcess process() {
        return FunctionProcess.start(setup(), folder);
    }

    private RuntimeProcess.Setup setup() {
        Map<String, String> environment = new HashMap<>(account.environment());
        String functions = "arn:aws:lambda:eu-central-1:111122223333:function:keptn-";
        environment.put("KEPTN_MACHINES", "arn:aws:states:eu-central-1:111122223333:stateMachine:");
        environment.put("KEPTN_STAGE_ROLE", "arn:aws:iam::111122223333:role/keptn-stage");
        environment.put("KEPTN_DISPATCH_TASK", functions + "dispatchTask:live");
        environment.put("KEPTN_COMPLETE_SEQUENCE", functions + "completeSequence:live");
        environment.put("KEPTN_DEAD_LETTERS", "arn:aws:sqs:eu-central-1:111122223333:keptn-dead-letters");
        return new RuntimeProcess.Setup(
                "sh.keptn.lambda.publisher.aws.PublisherHandler",
                PublishFunction.NAME,
                List.of(Path.of(System.getProperty("artifact"))),
                environment,
                List.of());
    }
}
