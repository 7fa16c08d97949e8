package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** A function's process that works with AWS's own runtime interface client, as on Lambda. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the runtime interface client is made for Linux")
final class RuntimeClientTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EndpointUnderTest endpoint;

    @SuppressWarnings("NullAway.Init")
    private String machine;

    @BeforeEach
    void start() throws IOException {
        endpoint = EndpointUnderTest.in(folder);
        machine = endpoint.stepFunctions()
                .createStateMachine(request -> request.name("m")
                        .definition(Fixtures.machine("'t':{'Type':'Task','Resource':"
                                + "'arn:aws:lambda:eu-west-1:000000000000:function:greet','End':true}"))
                        .roleArn("arn:aws:iam::000000000000:role/r"))
                .stateMachineArn();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void aProcessThatIsKilledAndStartedAgainGoesOnWithTheNextInvocation() throws IOException, InterruptedException {
        Process first = function();
        assertThat(run("{\"name\":\"you\"}").output()).isEqualTo("{\"hello\":\"you\"}");
        first.destroyForcibly().waitFor();
        // The dead process had asked for work before; it must not get any.
        Process second = function();
        assertThat(run("{\"name\":\"me\"}").output()).isEqualTo("{\"hello\":\"me\"}");
        DescribeExecutionResponse failed = run("{}");
        assertThat(failed.error()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(failed.cause()).contains("\"errorMessage\":\"there is nobody to greet\"", "\"stackTrace\":[");
        second.destroyForcibly().waitFor();
    }

    private Process function() throws IOException {
        String handler = GreetingHandler.class.getName() + "::handle";
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        handler)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        endpoint.url().substring("http://".length()) + "/runtime/greet",
                        "_HANDLER",
                        handler,
                        "LAMBDA_TASK_ROOT",
                        folder.toString(),
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "greet",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "512",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "group",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "stream"));
        return builder.start();
    }

    private DescribeExecutionResponse run(String input) {
        String execution = endpoint.stepFunctions()
                .startExecution(request -> request.stateMachineArn(machine).input(input))
                .executionArn();
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
