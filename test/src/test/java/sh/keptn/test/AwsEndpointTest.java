package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code keptn standalone --aws-endpoint} as a process. */
class AwsEndpointTest {

    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:m:e";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws IOException, InterruptedException {
        try (RunningEndpoint endpoint = RunningEndpoint.start(folder)) {
            endpoint.call(
                    "AWSStepFunctions.CreateStateMachine",
                    Map.of(
                            "name",
                            "m",
                            "roleArn",
                            "arn:aws:iam::000000000000:role/r",
                            "definition",
                            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"w\",\"States\":{\"w\":{\"Type\":\"Wait\","
                                    + "\"Seconds\":1,\"Next\":\"s\"},\"s\":{\"Type\":\"Succeed\"}}}"));
            endpoint.call("AWSStepFunctions.StartExecution", Map.of("stateMachineArn", MACHINE, "name", "e"));
        }
        try (RunningEndpoint endpoint = RunningEndpoint.start(folder)) {
            Object status = "RUNNING";
            while (status.equals("RUNNING")) {
                status = String.valueOf(
                        endpoint.call("AWSStepFunctions.DescribeExecution", Map.of("executionArn", EXECUTION))
                                .get("status"));
            }
            assertThat(status).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void aSignalEndsIt() throws IOException, InterruptedException {
        try (RunningEndpoint endpoint = RunningEndpoint.start(folder)) {
            ProcessHandle.of(endpoint.process().pid()).orElseThrow().destroy();
            KeptnProcess.Result result = endpoint.process().end();
            assertThat(result.exitCode()).isEqualTo(143);
            assertThat(result.out() + result.err()).isEmpty();
        }
    }

    @Test
    void aFolderOrPortInUseIsSaidInOneLine() throws IOException, InterruptedException {
        try (RunningEndpoint endpoint = RunningEndpoint.start(folder.resolve("a"))) {
            String port = endpoint.url().substring(endpoint.url().lastIndexOf(':') + 1);
            KeptnProcess.Result samePort = KeptnProcess.run(
                    "standalone",
                    "--aws-endpoint",
                    port,
                    "--data-dir",
                    folder.resolve("b").toString());
            assertThat(samePort.exitCode()).isEqualTo(1);
            assertThat(samePort.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: port " + port + " of 127.0.0.1 cannot be used");
            KeptnProcess.Result sameFolder = KeptnProcess.run(
                    "standalone",
                    "--aws-endpoint",
                    "0",
                    "--data-dir",
                    folder.resolve("a").toString());
            assertThat(sameFolder.exitCode()).isEqualTo(1);
            assertThat(sameFolder.err())
                    .contains("is in use by process " + endpoint.process().pid());
        }
    }

    @Test
    void onlyLoopbackAddressesAreServed() throws IOException, InterruptedException {
        for (String address : new String[] {"192.0.2.1:4566", "0.0.0.0:4566", "70000", "here", ":"}) {
            KeptnProcess.Result result =
                    KeptnProcess.run("standalone", "--aws-endpoint", address, "--data-dir", folder.toString());
            assertThat(result.exitCode()).as(address + result.err()).isEqualTo(2);
            assertThat(result.err()).startsWith("error: --aws-endpoint");
        }
    }
}
