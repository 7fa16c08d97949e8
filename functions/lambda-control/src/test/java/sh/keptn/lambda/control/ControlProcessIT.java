package sh.keptn.lambda.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.events.Json;
import sh.keptn.lambda.process.AwsAccount;
import sh.keptn.lambda.process.FunctionProcess;
import sh.keptn.lambda.process.RuntimeProcess;

/** The functions as processes from the artifact, over the SDK's real clients, across the borders of processes. */
class ControlProcessIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final AwsAccount account = new AwsAccount();
    private final Map<String, FunctionProcess> processes = new LinkedHashMap<>();

    @AfterEach
    void close() {
        processes.values().forEach(FunctionProcess::close);
        account.close();
    }

    @Test
    void aDeliveryRunsThroughAllFunctions() {
        publish();
        Map<String, @Nullable Object> trigger = Payloads.of("trigger", Map.of());
        trigger.put("time", Instant.now().toString());
        invoke(ControlFunctions.DISPATCH_SEQUENCE, trigger);
        invoke(ControlFunctions.DISPATCH_SEQUENCE, trigger);
        Map<String, @Nullable Object> started = account.calls("StartExecution").get(0);
        assertThat(account.calls("StartExecution")).hasSize(1);
        assertThat(account.calls("EnableRule")).containsExactly(Map.of("Name", "keptn-sweep"));

        String sequence = String.valueOf(
                Json.parseObject(String.valueOf(started.get("input"))).get("sequence"));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("sequence", sequence);
        values.put("execution", String.valueOf(started.get("name")));
        values.put("token", "token-1");
        assertThat(invoke(ControlFunctions.DISPATCH_TASK, Payloads.of("dispatch-task", values)))
                .isEqualTo("{}");
        invoke(ControlFunctions.DISPATCH_TASK, Payloads.of("dispatch-task", values));
        List<Map<String, @Nullable Object>> asked = account.details().stream()
                .filter(detail ->
                        "task.triggered".equals(Json.child(detail, "keptn").get("kind")))
                .toList();
        assertThat(asked).hasSize(1);

        values.put(
                "triggeredid", String.valueOf(Json.child(asked.get(0), "event").get("id")));
        values.put("phase", "finished");
        values.put("id", "answer-1");
        String answer = Json.write(Payloads.of("answer", values));
        String batch = invoke(
                ControlFunctions.RECEIVE_EVENT, Payloads.of("queue", Map.of("first", answer, "second", "not JSON")));
        assertThat(batch)
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"2e1424d4-f796-459a-8184-9c92662be6da\"}]}");
        assertThat(account.calls("SendTaskSuccess"))
                .singleElement()
                .satisfies(call -> assertThat(call).containsEntry("taskToken", "token-1"));

        assertThat(invoke(ControlFunctions.COMPLETE_SEQUENCE, Payloads.of("complete-sequence", values)))
                .contains("\"result\":\"pass\"");
        invoke(ControlFunctions.SWEEP, Payloads.of("schedule", Map.of()));
        assertThat(account.calls("StartExecution"))
                .as("the sweep finds what nobody followed")
                .hasSize(1);
        assertThat(invoke(ControlFunctions.CONTROL, control("status"))).contains("\"sequence\":\"delivery\"");
    }

    @Test
    void aLargeEventGoesThroughTheBucket() {
        publish();
        Map<String, @Nullable Object> trigger = Payloads.of("trigger", Map.of());
        trigger.put("time", Instant.now().toString());
        Json.child(Json.child(trigger, "detail"), "data").put("report", "x".repeat(220_000));
        invoke(ControlFunctions.DISPATCH_SEQUENCE, trigger);

        assertThat(account.objects())
                .isNotEmpty()
                .allSatisfy((path, body) -> assertThat(path).startsWith("/keptn-bodies/bodies/"));
        assertThat(account.calls("StartExecution")).hasSize(1);
        assertThat(account.details().get(0))
                .satisfies(detail -> assertThat(Json.child(Json.child(detail, "event"), "data"))
                        .containsKey("report"));
    }

    @Test
    void whatFailsIsReportedAndWrittenDown() {
        FunctionProcess control = process(ControlFunctions.CONTROL);
        assertThat(Json.parseObject(control.fail("{\"operation\":\"delete\"}")))
                .containsEntry("errorType", "sh.keptn.lambda.InvalidInputException")
                .containsEntry(
                        "errorMessage",
                        "`operation`: expected pause, resume, abort, redrive or status, found `delete`");
        assertThat(Json.parseObject(control.fail("[1]"))).containsEntry("errorMessage", "expected a JSON object");
        assertThat(Json.parseObject(control.fail("{"))).containsEntry("errorType", "sh.keptn.events.JsonException");
        assertThat(control.invoke(Json.write(control("status")))).contains("has no context");
        assertThat(control.output())
                .contains("{\"level\":\"ERROR\",\"message\":\"`operation`: expected", "\"function\":\"control\"");
    }

    @Test
    void aCallThatKeepsTheSnapshotDoesNothing() {
        FunctionProcess control = process(ControlFunctions.CONTROL);
        int before = account.calls().size();
        assertThat(control.invoke("{\"keptn\": \"keep-alive\"}")).isEqualTo("null");
        assertThat(account.calls()).hasSize(before);
        assertThat(control.fail("{\"keptn\":\"other\"}")).contains("`operation`: expected");
    }

    @Test
    void addressesAreLookedUpAnew() throws ClassNotFoundException {
        Class.forName("sh.keptn.lambda.spring.FunctionHandler");
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("0");
        assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("0");
    }

    @Test
    void aFunctionSaysWhatIsMissingAtItsStart() {
        RuntimeProcess.Setup setup = setup(ControlFunctions.CONTROL).withVariable("KEPTN_TABLE", "");
        processes.put("missing", FunctionProcess.start(setup, folder));
        assertThat(processes.get("missing").failedStart()).contains("the environment variable KEPTN_TABLE is not set");
        processes.put("unknown", FunctionProcess.start(setup("nosuch"), folder));
        assertThat(processes.get("unknown").failedStart())
                .contains("SPRING_CLOUD_FUNCTION_DEFINITION is `nosuch`; expected one of completeSequence, control");
    }

    @Test
    void aSnapshotHoldsNoConnection() {
        RuntimeProcess.Setup setup =
                setup(ControlFunctions.CONTROL).withVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        FunctionProcess function = FunctionProcess.start(setup, folder);
        processes.put("snapshot", function);
        assertThat(function.invoke(Json.write(control("status")))).contains("has no context");

        assertThat(function.calls().subList(0, 2)).containsExactly("restore/next", "invocation/next");
        assertThat(account.primed()).contains("GetItem", "Query", "SendTaskSuccess");
        assertThat(account.calls()).anyMatch(call -> !call.closes());
        assertThat(account.hasKeptConnection()).isFalse();
        assertThat(function.output()).doesNotContain("not warmed up");
    }

    private String invoke(String function, Map<String, @Nullable Object> payload) {
        return process(function).invoke(Json.write(payload), Duration.ofMinutes(5));
    }

    private FunctionProcess process(String function) {
        return processes.computeIfAbsent(function, name -> FunctionProcess.start(setup(name), folder));
    }

    private RuntimeProcess.Setup setup(String function) {
        return new RuntimeProcess.Setup(
                "sh.keptn.lambda.control.aws.ControlHandler",
                function,
                List.of(Path.of(System.getProperty("artifact"))),
                account.environment(),
                List.of());
    }

    private void publish() {
        new Plans(account.store()).publish(Account.plan(), Account.namingMachines(), Map.of());
    }

    private static Map<String, @Nullable Object> control(String operation) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("operation", operation);
        payload.put("project", Account.PROJECT);
        payload.put("context", Account.CONTEXT);
        return payload;
    }
}
