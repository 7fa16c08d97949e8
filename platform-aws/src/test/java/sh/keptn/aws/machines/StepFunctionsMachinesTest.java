package sh.keptn.aws.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.aws.AwsStub;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.TestClients;
import sh.keptn.controlplane.ports.MachineGoneException;
import sh.keptn.controlplane.ports.StateMachines.TokenAnswer;
import software.amazon.awssdk.services.sfn.SfnClient;

/** What Step Functions' answers, as its API reference has them, mean for the control plane. */
final class StepFunctionsMachinesTest {

    private static final String VERSION = "arn:aws:states:eu-west-1:123456789012:stateMachine:keptn-p-dev-delivery:3";
    private static final String EXECUTION =
            "arn:aws:states:eu-west-1:123456789012:execution:keptn-p-dev-delivery:run-1";
    private static final Map<String, @Nullable Object> DONE = Map.of();
    private static final double NOON = 1.7803152E9;

    private final AwsStub stepFunctions = new AwsStub();
    private final SfnClient client = TestClients.client(SfnClient.builder(), stepFunctions.endpoint());
    private final List<Duration> waits = new ArrayList<>();
    private final StepFunctionsMachines machines = new StepFunctionsMachines(
            client,
            Publishing.NONE,
            new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(3), () -> 0.5, waits::add));

    @AfterEach
    void close() {
        client.close();
        stepFunctions.close();
    }

    @Test
    void anExecutionIsStartedOfTheVersion() {
        stepFunctions.then(Map.of("executionArn", EXECUTION, "startDate", NOON));
        assertThat(machines.start(VERSION, "run-1", "{\"sequence\":\"s\"}")).isEqualTo(EXECUTION);
        assertThat(request())
                .isEqualTo(Map.of("stateMachineArn", VERSION, "name", "run-1", "input", "{\"sequence\":\"s\"}"));
    }

    @Test
    void anExecutionThatExistsWasStarted() {
        stepFunctions.thenError("ExecutionAlreadyExists", "Execution Already Exists: '" + EXECUTION + "'");
        assertThat(machines.start(VERSION, "run-1", "{}")).isEqualTo(EXECUTION);
    }

    @Test
    void aStartIsRepeatedUntilItIsAnswered() {
        stepFunctions
                .thenNoAnswer()
                .thenFailure()
                .thenError("ThrottlingException", "Rate exceeded")
                .then(Map.of("executionArn", EXECUTION, "startDate", NOON));
        assertThat(machines.start(VERSION, "run-1", "{}")).isEqualTo(EXECUTION);
        assertThat(stepFunctions.operations()).hasSize(4).containsOnly("StartExecution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExecutionLimitExceeded", "AccessDeniedException"})
    void whatCannotBeStartedFails(String error) {
        stepFunctions.thenError(error, "no");
        assertThatThrownBy(() -> machines.start(VERSION, "run-1", "{}"))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("StartExecution");
    }

    @Test
    void aMachineThatIsNotKnownYetIsStartedLater() {
        stepFunctions
                .thenError("StateMachineDoesNotExist", "State Machine Does Not Exist")
                .then(Map.of("executionArn", EXECUTION, "startDate", NOON));
        assertThat(machines.start(VERSION, "run-1", "{}")).isEqualTo(EXECUTION);
        assertThat(waits).containsExactly(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({"StateMachineDoesNotExist, 4", "StateMachineDeleting, 1"})
    void aMachineThatWasDeletedIsSaidToBe(String error, int calls) {
        stepFunctions.thenError(error, "no");
        assertThatThrownBy(() -> machines.start(VERSION, "run-1", "{}"))
                .isInstanceOf(MachineGoneException.class)
                .hasMessageStartingWith("the state machine " + VERSION + " was deleted; publish the project again");
        assertThat(stepFunctions.operations()).hasSize(calls);
    }

    @Test
    void anAnswerIsTaken() {
        stepFunctions.then(DONE);
        assertThat(machines.succeed("token", "{\"result\":\"pass\"}")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(machines.fail("token", "Keptn.TaskFailed", "why")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(stepFunctions.operations()).containsExactly("SendTaskSuccess", "SendTaskFailure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})
    void nobodyWaitsForTheTokenAnyMore(String error) {
        stepFunctions.thenError("com.amazonaws.swf.service.v2.model#" + error, "Task Timed Out");
        assertThat(machines.succeed("token", "{}")).isEqualTo(TokenAnswer.GONE);
        assertThat(machines.fail("token", "e", "c")).isEqualTo(TokenAnswer.GONE);
    }

    @Test
    void anOutputThatIsNotTakenIsNoAnswer() {
        stepFunctions.thenError("InvalidOutput", "Invalid Output");
        assertThatThrownBy(() -> machines.succeed("token", "{")).isInstanceOf(CallFailedException.class);
    }

    @Test
    void errorsAndCausesAreCutToWhatStepFunctionsTakes() {
        stepFunctions.then(DONE);
        machines.fail("token", "e".repeat(300), "c".repeat(32_767) + "\ud83d\ude00");
        assertThat(request()).containsEntry("error", "e".repeat(256)).containsEntry("cause", "c".repeat(32_767));
    }

    @Test
    void anExecutionIsStopped() {
        stepFunctions.then(Map.of("stopDate", NOON));
        machines.stop(EXECUTION, "Keptn.Aborted", "by a person");
        assertThat(request())
                .isEqualTo(Map.of("executionArn", EXECUTION, "error", "Keptn.Aborted", "cause", "by a person"));
    }

    @Test
    void anExecutionThatIsNotKnownYetIsStoppedLater() {
        stepFunctions
                .thenError("ExecutionDoesNotExist", "Execution Does Not Exist")
                .then(Map.of("stopDate", NOON));
        machines.stop(EXECUTION, "Keptn.Aborted", "");
        assertThat(stepFunctions.operations()).containsExactly("StopExecution", "StopExecution");
        assertThat(waits).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void anExecutionThatIsForgottenIsStopped() {
        stepFunctions.thenError("ExecutionDoesNotExist", "Execution Does Not Exist");
        machines.stop(EXECUTION, "Keptn.Aborted", "");
        assertThat(stepFunctions.operations()).hasSize(4);
    }

    @Test
    void anExecutionIsRedriven() {
        stepFunctions.then(Map.of("redriveDate", NOON));
        assertThat(machines.redrive(EXECUTION, "run-2")).isTrue();
        assertThat(request()).isEqualTo(Map.of("executionArn", EXECUTION, "clientToken", "run-2"));
    }

    @Test
    void anExecutionThatIsAboutToFailIsRedrivenThen() {
        notRedrivable();
        stepFunctions.then(execution("RUNNING", "NOT_REDRIVABLE", 0));
        notRedrivable();
        stepFunctions.then(execution("FAILED", "REDRIVABLE", 0)).then(Map.of("redriveDate", NOON));
        assertThat(machines.redrive(EXECUTION, "run-2")).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"})
    void anExecutionThatCannotBeRedrivenIsSaidToBe(String status) {
        notRedrivable();
        stepFunctions.then(execution(status, "NOT_REDRIVABLE", 0));
        assertThat(machines.redrive(EXECUTION, "run-2")).isFalse();
        assertThat(waits).isEmpty();
    }

    @Test
    void anExecutionThatIsForgottenCannotBeRedriven() {
        stepFunctions.thenError("ExecutionDoesNotExist", "Execution Does Not Exist");
        assertThat(machines.redrive(EXECUTION, "run-2")).isFalse();
    }

    @Test
    void anExecutionThatDoesNotEndIsRedrivenAnotherTime() {
        for (int i = 0; i < 4; i++) {
            notRedrivable();
            stepFunctions.then(execution("RUNNING", "NOT_REDRIVABLE", 0));
        }
        assertThatThrownBy(() -> machines.redrive(EXECUTION, "run-2")).isInstanceOf(CallFailedException.class);
    }

    @Test
    void anExecutionThatWasRedrivenLongAgoByTheSameCallRuns() {
        for (int i = 0; i < 4; i++) {
            notRedrivable();
            stepFunctions.then(execution("RUNNING", "NOT_REDRIVABLE", 1));
        }
        assertThat(machines.redrive(EXECUTION, "run-2")).isTrue();
    }

    @Test
    void onlyWhoMayPublishes() {
        assertThatThrownBy(() -> machines.publish("m", "h", "{}")).isInstanceOf(IllegalStateException.class);
    }

    private void notRedrivable() {
        stepFunctions.thenError("ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven");
    }

    private static Map<String, @Nullable Object> execution(String status, String redriveStatus, int redrives) {
        Map<String, @Nullable Object> execution = new HashMap<>();
        execution.put("executionArn", EXECUTION);
        execution.put("stateMachineArn", "arn:aws:states:eu-west-1:123456789012:stateMachine:keptn-p-dev-delivery");
        execution.put("startDate", NOON);
        execution.put("status", status);
        execution.put("redriveStatus", redriveStatus);
        execution.put("redriveCount", redrives);
        return execution;
    }

    private Map<String, @Nullable Object> request() {
        return stepFunctions.requests().get(0).body();
    }
}
