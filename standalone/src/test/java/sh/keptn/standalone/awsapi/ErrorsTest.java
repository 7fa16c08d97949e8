package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Requests that the references of the APIs refuse, one a line of a table, and how. */
final class ErrorsTest {

    private static final Path CASES = Path.of("src/test/cases/awsapi");
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:machine:";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EndpointUnderTest endpoint;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        endpoint = EndpointUnderTest.in(folder);
        String definition = Fixtures.machine("'c':{'Type':'Choice','Choices':[{'Condition':"
                + "'{% $states.input.wait = true %}','Next':'w'},{'Condition':'{% $states.input.fail = true %}',"
                + "'Next':'f'}],'Default':'s'},'w':{'Type':'Wait','Seconds':3600,'End':true},'f':{'Type':'Fail'},"
                + "'s':{'Type':'Succeed'}");
        call("CreateStateMachine", Map.of("name", "machine", "definition", definition, "roleArn", ROLE));
        call("StartExecution", Map.of("stateMachineArn", MACHINE, "name", "running", "input", "{\"wait\":true}"));
        call("StartExecution", Map.of("stateMachineArn", MACHINE, "name", "failed", "input", "{\"fail\":true}"));
        call("StartExecution", Map.of("stateMachineArn", MACHINE, "name", "ended"));
    }

    private void call(String operation, Map<String, ?> members) throws IOException, InterruptedException {
        endpoint.call("AWSStepFunctions." + operation, members);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @TestFactory
    Stream<DynamicTest> stepFunctions() throws IOException {
        return cases("stepfunctions-errors.txt", "AWSStepFunctions.", "application/x-amz-json-1.0");
    }

    @TestFactory
    Stream<DynamicTest> eventBridge() throws IOException, InterruptedException {
        endpoint.call("AWSEvents.CreateEventBus", Map.of("Name", "own"));
        Map<String, String> rule = Map.of("Rule", "rule", "EventBusName", "own");
        endpoint.call(
                "AWSEvents.PutRule",
                Map.of("Name", "rule", "EventBusName", "own", "EventPattern", "{\"source\":[\"x\"]}"));
        Map<String, Object> targets = new HashMap<>(rule);
        targets.put("Targets", List.of(Map.of("Id", "t", "Arn", MACHINE, "RoleArn", ROLE)));
        endpoint.call("AWSEvents.PutTargets", targets);
        return cases("eventbridge-errors.txt", "AWSEvents.", "application/x-amz-json-1.1");
    }

    private Stream<DynamicTest> cases(String file, String prefix, String contentType) throws IOException {
        List<String> lines = Files.readAllLines(CASES.resolve(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(30);
        return lines.stream().map(line -> {
            String[] parts = line.split(" \\| ", -1);
            return DynamicTest.dynamicTest(line, () -> check(prefix + parts[0], parts, contentType));
        });
    }

    private void check(String target, String[] parts, String contentType) throws IOException, InterruptedException {
        HttpResponse<String> response = endpoint.send(target, filled(parts[1]));
        assertThat(response.statusCode() + " "
                        + Json.parseObject(response.body()).get("__type"))
                .as(response.body())
                .isEqualTo(parts[2] + " " + parts[3]);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(parts[3]);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(Json.text(Json.parseObject(response.body()), "message")).isNotBlank();
    }

    private static String filled(String request) {
        String pass = Fixtures.machine("'p':{'Type':'Pass','End':true}");
        return request.replace("@pass", pass.replace("\"", "\\\""))
                .replace("@role", ROLE)
                .replace("@machine", MACHINE)
                .replace("@running", EXECUTION + "running")
                .replace("@ended", EXECUTION + "ended")
                .replace("@failed", EXECUTION + "failed")
                .replace('\'', '"');
    }
}
