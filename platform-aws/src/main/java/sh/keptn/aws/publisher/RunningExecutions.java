package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.DeletedProject;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;

/** Stops what runs of a project's state machines, each after its sequence was ended: who is stopped in between finds it again. */
final class RunningExecutions {

    private static final String ERROR = "Keptn.Aborted";
    private static final String CAUSE = "the project was deleted";

    private final SfnClient client;
    private final DeletedProject project;
    private final Rate lists;
    private final Rate calls;

    RunningExecutions(SfnClient client, DeletedProject project, Clock clock, Consumer<Duration> sleep, Instant end) {
        this.client = client;
        this.project = project;
        this.lists = Rate.ofLists(clock, sleep, end);
        this.calls = Rate.ofExecutions(clock, sleep, end);
    }

    /** Whether a machine is there or is being deleted; empty where it is gone. */
    Optional<StateMachineStatus> status(String machine) {
        try {
            return Optional.of(
                    calls.call(() -> client.describeStateMachine(request -> request.stateMachineArn(machine)))
                            .status());
        } catch (StateMachineDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** Stops all executions of a machine and of its versions. */
    void stop(String machine) {
        String next = null;
        do {
            String token = next;
            ListExecutionsResponse page =
                    lists.call(() -> client.listExecutions(request -> request.stateMachineArn(machine)
                            .statusFilter(ExecutionStatus.RUNNING)
                            .nextToken(token)));
            page.executions().forEach(this::stop);
            next = page.nextToken();
        } while (next != null);
    }

    private void stop(ExecutionListItem execution) {
        String arn = execution.executionArn();
        try {
            DescribeExecutionResponse found =
                    calls.call(() -> client.describeExecution(request -> request.executionArn(arn)));
            String sequence = sequence(found.input());
            if (sequence != null) {
                Integer redrives = found.redriveCount();
                project.end(sequence, arn, redrives == null ? 0 : redrives);
            }
            calls.call(() -> client.stopExecution(
                    request -> request.executionArn(arn).error(ERROR).cause(CAUSE)));
        } catch (ExecutionDoesNotExistException e) {
            return; // it went with its machine
        }
    }

    /** The sequence that an execution was started for; null for one that a person has started. */
    private static @Nullable String sequence(@Nullable String input) {
        try {
            return input == null ? null : Json.text(Json.parseObject(input), "sequence");
        } catch (JsonException e) {
            return null;
        }
    }
}
