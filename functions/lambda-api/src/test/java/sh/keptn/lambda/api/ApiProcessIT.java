package sh.keptn.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.lambda.process.AwsAccount;
import sh.keptn.lambda.process.FunctionProcess;
import sh.keptn.lambda.process.RuntimeProcess;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** The functions as processes from the artifact, asked as API Gateway does. */
class ApiProcessIT {

    /** Megabytes; a tenth more than measured. */
    private static final double JAR_BUDGET = 33;

    /** Classes; a tenth more than measured. */
    private static final long CLASS_BUDGET = 6_760;

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.2
            kind: Shipyard
            metadata: {name: shipyard-sockshop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - name: approval
            """;

    private static final String TRIGGER = """
            {"type": "sh.keptn.event.dev.delivery.triggered",
             "shkeptncontext": "6a3a5d9e-0000-4000-8000-000000000001",
             "data": {"project": "sockshop", "stage": "dev", "service": "carts"}}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final AwsAccount account = new AwsAccount();
    private final List<BusEvent> put = new ArrayList<>();
    private final ControlPlane controlPlane =
            new ControlPlane(account.store(), put::add, new NoMachines(), new UniformMatcher(false), Clock.systemUTC());

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void aDeliveryIsTriggeredAndApprovedByALink() throws IOException {
        publish();
        Path classes = folder.resolve("classes.log");
        RuntimeProcess.Setup setup = setup(ApiFunctions.API).with("-Xlog:class+load:file=" + classes);
        try (FunctionProcess api = FunctionProcess.start(setup, folder)) {
            Map<String, @Nullable Object> triggered = ask(api, "POST", "/api/v1/event", TRIGGER);
            assertThat(triggered).containsEntry("statusCode", 200L).containsEntry("isBase64Encoded", false);
            assertThat(triggered.get("body")).isEqualTo("{\"keptnContext\":\"6a3a5d9e-0000-4000-8000-000000000001\"}");
            assertThat(account.calls("EnableRule")).containsExactly(Map.of("Name", "keptn-sweep"));

            Map<String, @Nullable Object> made =
                    ask(api, "POST", "/api/v1/links", "{\"triggeredid\": \"" + asked() + "\", \"verb\": \"approve\"}");
            String url = String.valueOf(
                    Json.parseObject(String.valueOf(made.get("body"))).get("url"));
            assertThat(url).startsWith("https://api.example/api/links/");
            String path = URI.create(url).getPath();

            assertThat(ask(api, "GET", path, "")).extracting("body").asString().contains("<h1>Approve this?</h1>");
            assertThat(account.calls("SendTaskSuccess")).isEmpty();
            assertThat(ask(api, "POST", path, "message=ok"))
                    .extracting("body")
                    .asString()
                    .contains("<h1>Approved</h1>");
            assertThat(account.calls("SendTaskSuccess"))
                    .singleElement()
                    .satisfies(call -> assertThat(call).containsEntry("taskToken", "token-1"));
            assertThat(ask(api, "POST", path, "")).containsEntry("statusCode", 410L);

            assertThat(api.output())
                    .contains("\"operation\":\"POST /api/links/{id}\",\"status\":200,\"token\":null")
                    .contains("\"operation\":\"POST /api/v1/event\",\"status\":200,\"token\":\"bootstrap\"")
                    .doesNotContain(path.substring("/api/links/".length()))
                    .doesNotContain(AwsAccount.API_TOKEN);
        }
        try (Stream<String> lines = Files.lines(classes)) {
            long loaded = lines.filter(line -> line.contains("source:")).count();
            double megabytes = Files.size(Path.of(System.getProperty("artifact"))) / 1e6;
            System.out.printf("function `api`: artifact %.1f MB, %d classes after five requests%n", megabytes, loaded);
            assertThat(megabytes).as("size of the artifact").isLessThan(JAR_BUDGET);
            assertThat(loaded).as("loaded classes").isLessThan(CLASS_BUDGET);
        }
    }

    @Test
    void apiGatewayIsToldWhoHasAToken() {
        RuntimeProcess.Setup setup =
                setup(ApiFunctions.AUTHORIZE).withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (FunctionProcess authorize = FunctionProcess.start(setup, folder)) {
            assertThat(authorize.invoke(payload("authorizer", Map.of("token", AwsAccount.API_TOKEN))))
                    .isEqualTo("{\"isAuthorized\":true}");
            assertThat(authorize.invoke(payload("authorizer", Map.of("token", "guessed"))))
                    .isEqualTo("{\"isAuthorized\":false}");
            assertThat(authorize.output()).doesNotContain("not warmed up");
        }
        assertThat(account.calls("GetSecretValue"))
                .as("the snapshot has no token; after it, it is read once a minute")
                .containsExactly(Map.of("SecretId", "nobody"), Map.of("SecretId", "keptn-tokens"));
    }

    @Test
    void aSnapshotIsPrimedAndWhatFailsIsNotTold() {
        RuntimeProcess.Setup setup = setup(ApiFunctions.API)
                .withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
                .withVariable("KEPTN_API_TOKENS", "nosuch");
        try (FunctionProcess api = FunctionProcess.start(setup, folder)) {
            assertThat(ask(api, "POST", "/api/v1/event", TRIGGER))
                    .containsEntry("statusCode", 500L)
                    .extracting("body")
                    .asString()
                    .contains("this was not done, or not said that it was")
                    .doesNotContain("nosuch");
            assertThat(api.output())
                    .doesNotContain("not warmed up")
                    .contains("Secrets Manager did not give out `nosuch`");
            assertThat(Json.parseObject(api.fail("{\"version\": \"1.0\"}")))
                    .containsEntry("errorMessage", "expected a request of an HTTP API in payload format 2.0");
        }
    }

    /** Asks as the bootstrap token, as a browser does; every other body comes in Base64. */
    private static Map<String, @Nullable Object> ask(FunctionProcess api, String method, String path, String body) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("method", method);
        values.put("path", path);
        values.put("accept", "text/html");
        values.put("contentType", body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded");
        values.put("token", AwsAccount.API_TOKEN);
        boolean encoded = body.startsWith("message");
        values.put("body", encoded ? Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) : body);
        String payload = payload("request", values);
        return Json.parseObject(api.invoke(
                encoded ? payload.replace("\"isBase64Encoded\":false", "\"isBase64Encoded\":true") : payload));
    }

    private static String payload(String name, Map<String, String> values) {
        try {
            String text = Files.readString(Path.of("src/test/cases/payloads", name + ".json"));
            for (Map.Entry<String, String> value : values.entrySet()) {
                String quoted = Json.write(value.getValue());
                text = text.replace("${" + value.getKey() + "}", quoted.substring(1, quoted.length() - 1));
            }
            return Json.write(Json.child(Json.parseObject(text), "payload"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish() {
        controlPlane.publish(
                Translator.translate("sockshop", new SourceFile("shipyard.yaml", SHIPYARD), null)
                        .value()
                        .orElseThrow(),
                Map.of());
    }

    /** Lets the machine that was started ask for its task; returns the id of the event that asks. */
    private String asked() {
        Map<String, @Nullable Object> started = account.calls("StartExecution").get(0);
        controlPlane.dispatchTask(Map.of(
                "token",
                "token-1",
                "sequence",
                String.valueOf(
                        Json.parseObject(String.valueOf(started.get("input"))).get("sequence")),
                "execution",
                String.valueOf(started.get("name")),
                "state",
                "approval",
                "task",
                Map.of("name", "approval", "timeoutSeconds", 3600L, "properties", Map.of())));
        return put.get(put.size() - 1).event().id();
    }

    private RuntimeProcess.Setup setup(String function) {
        return new RuntimeProcess.Setup(
                "sh.keptn.lambda.api.aws.ApiHandler",
                function,
                List.of(Path.of(System.getProperty("artifact"))),
                account.environment(),
                List.of());
    }

    /** State machines that are known by the names of their versions. */
    private static final class NoMachines implements StateMachines {
        @Override
        public String publish(String name, String hash, String definition) {
            return "arn:aws:states:eu-central-1:111122223333:stateMachine:" + name + ":1";
        }

        @Override
        public String start(String machineVersion, String executionName, String input) {
            throw new IllegalStateException("the API starts them");
        }

        @Override
        public TokenAnswer succeed(String token, String output) {
            throw new IllegalStateException("the API answers them");
        }

        @Override
        public TokenAnswer fail(String token, String error, String cause) {
            throw new IllegalStateException("the API answers them");
        }

        @Override
        public void stop(String execution, String error, String cause) {
            throw new IllegalStateException("nobody stops them");
        }

        @Override
        public boolean redrive(String execution, String clientToken) {
            throw new IllegalStateException("nobody redrives them");
        }
    }
}
