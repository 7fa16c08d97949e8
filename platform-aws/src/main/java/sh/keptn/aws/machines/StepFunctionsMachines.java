package sh.keptn.aws.machines;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.CallFailedException;
import sh.keptn.controlplane.ports.MachineGoneException;
import sh.keptn.controlplane.ports.StateMachines;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/**
 * Step Functions. Versions and executions are known by their ARNs. What Step Functions refuses for the time being, throttling
 * and lost answers included, is a {@link CallFailedException} once it was tried often enough.
 */
public final class StepFunctionsMachines implements StateMachines {

    /** Longest error, in characters (API reference, SendTaskFailure and StopExecution). */
    private static final int ERROR = 256;

    /** Longest cause, in characters. */
    private static final int CAUSE = 32_768;

    private final SfnClient client;
    private final Publishing publishing;
    private final Backoff backoff;

    public StepFunctionsMachines(SfnClient client, Publishing publishing) {
        this(client, publishing, Backoff.sleeping(8, Duration.ofMillis(100), Duration.ofSeconds(2)));
    }

    /** @param backoff while an execution has not yet become what it soon will be */
    public StepFunctionsMachines(SfnClient client, Publishing publishing, Backoff backoff) {
        this.client = client;
        this.publishing = publishing;
        this.backoff = backoff;
    }

    @Override
    public String publish(String name, String hash, String definition) {
        return publishing.publish(name, hash, definition);
    }

    @Override
    public String start(String machineVersion, String executionName, String input) {
        return called("StartExecution", () -> {
            int tries = 0;
            while (true) {
                try {
                    return client.startExecution(request -> request.stateMachineArn(machineVersion)
                                    .name(executionName)
                                    .input(input))
                            .executionArn();
                } catch (ExecutionAlreadyExistsException e) {
                    // It runs with another input, or has ended: started it was.
                    return MachineArn.parse(machineVersion).execution(executionName);
                } catch (StateMachineDeletingException e) {
                    throw new MachineGoneException(machineVersion, e);
                } catch (StateMachineDoesNotExistException e) {
                    // Just published and not yet known everywhere; or deleted.
                    tries++;
                    if (!backoff.again(tries)) {
                        throw new MachineGoneException(machineVersion, e);
                    }
                }
            }
        });
    }

    @Override
    public TokenAnswer succeed(String token, String output) {
        return answer(
                "SendTaskSuccess",
                () -> client.sendTaskSuccess(request -> request.taskToken(token).output(output)));
    }

    @Override
    public TokenAnswer fail(String token, String error, String cause) {
        return answer(
                "SendTaskFailure",
                () -> client.sendTaskFailure(request ->
                        request.taskToken(token).error(cut(error, ERROR)).cause(cut(cause, CAUSE))));
    }

    private static TokenAnswer answer(String operation, Runnable call) {
        return called(operation, () -> {
            try {
                call.run();
                return TokenAnswer.TAKEN;
            } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
                return TokenAnswer.GONE;
            }
        });
    }

    @Override
    public void stop(String execution, String error, String cause) {
        called("StopExecution", () -> {
            int tries = 0;
            while (true) {
                try {
                    return client.stopExecution(request -> request.executionArn(execution)
                            .error(cut(error, ERROR))
                            .cause(cut(cause, CAUSE)));
                } catch (ExecutionDoesNotExistException e) {
                    // Just started and not yet known everywhere; or ended so long ago that AWS has forgotten it.
                    tries++;
                    if (!backoff.again(tries)) {
                        return execution;
                    }
                }
            }
        });
    }

    @Override
    public boolean redrive(String execution, String clientToken) {
        return called("RedriveExecution", () -> {
            int tries = 0;
            while (true) {
                try {
                    client.redriveExecution(
                            request -> request.executionArn(execution).clientToken(clientToken));
                    return true;
                } catch (ExecutionDoesNotExistException e) {
                    return false;
                } catch (ExecutionNotRedrivableException e) {
                    tries++;
                    Boolean answer = notRedrivable(execution, tries);
                    if (answer != null) {
                        return answer;
                    }
                }
            }
        });
    }

    /** What it means that an execution cannot be redriven; null: ask again, it is about to end. */
    private @Nullable Boolean notRedrivable(String execution, int tries) {
        DescribeExecutionResponse found;
        try {
            found = client.describeExecution(request -> request.executionArn(execution));
        } catch (ExecutionDoesNotExistException e) {
            return false;
        }
        boolean isRunning = found.status() == ExecutionStatus.RUNNING;
        if (!isRunning && found.redriveStatus() != ExecutionRedriveStatus.REDRIVABLE) {
            return false;
        }
        if (backoff.again(tries)) {
            return null;
        }
        Integer redrives = found.redriveCount();
        if (isRunning && redrives != null && redrives > 0) {
            // A token is remembered for some minutes only; this is a call from before, whose answer was lost.
            return true;
        }
        throw new CallFailedException("execution " + execution + " has failed and does not end");
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }

    private static <T> T called(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new CallFailedException(operation + ": " + e.getMessage(), e);
        }
    }
}
