package sh.keptn.standalone.awsapi.stepfunctions;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Times;
import sh.keptn.standalone.awsapi.stepfunctions.MachineTables.Found;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.StatusListener;

/** Starts executions of state machines, and knows what AWS says about them. */
public final class Executions implements StatusListener {

    /** Step Functions, "EventBridge for Step Functions execution status changes": input and output beyond are left out. */
    private static final int EVENT_BYTES = 248 * 1024;

    private static final Duration REDRIVABLE = Duration.ofDays(14);
    private static final long EVENTS = 24_999;
    private static final Map<String, Object> INCLUDED = Map.of("included", true);

    private final MachineTables machines;
    private final Inputs inputs;
    private final EmbeddedEngine engine;
    private final ExecutionEvents events;
    private final Clock clock;

    Executions(MachineTables machines, Inputs inputs, EmbeddedEngine engine, ExecutionEvents events, Clock clock) {
        this.machines = machines;
        this.inputs = inputs;
        this.engine = engine;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Starts an execution; one of the same name and input that runs is the same.
     *
     * @param machine ARN of a state machine or of a version
     * @throws AwsError as StartExecution
     */
    public Execution start(String machine, String name, String input) {
        Arn arn = Arn.readMachine(machine);
        Found found = machines.find(arn).orElseThrow(() -> MachineOperations.missing(arn));
        if (found.machine().deleting()) {
            throw MachineOperations.deleting(arn.base());
        }
        Arn execution = arn.execution(name);
        String reference = arn.text() + "#" + found.revision().id();
        engine.publishAs(reference, arn.machine(), found.revision().definition());
        Optional<EmbeddedEngine.Earlier> earlier;
        try {
            inputs.keep(execution.text(), input);
            earlier = engine.startAs(execution.text(), reference, name, input);
        } catch (JsonException e) {
            throw new AwsError(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
        }
        if (earlier.isPresent()
                && (!earlier.get().sameInput() || earlier.get().execution().status() != ExecutionStatus.RUNNING)) {
            throw new AwsError("ExecutionAlreadyExists", "Execution Already Exists: '" + execution.text() + "'");
        }
        Execution started = earlier.map(EmbeddedEngine.Earlier::execution)
                .orElseGet(() -> engine.execution(execution.text()).orElseThrow());
        if (earlier.isEmpty()) {
            tell(started, ExecutionStatus.RUNNING);
        }
        return started;
    }

    /** Starts an execution for an event, unless there has been one of the name already. */
    public void startOnce(String machine, String name, String input) {
        if (engine.execution(Arn.readMachine(machine).execution(name).text()).isEmpty()) {
            start(machine, name, input);
        }
    }

    /**
     * An execution.
     *
     * @throws AwsError where there is none of this ARN
     */
    Execution find(String text) {
        Arn arn = Arn.readExecution(text);
        return engine.execution(arn.text())
                .orElseThrow(
                        () -> new AwsError("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn.text() + "'"));
    }

    /** The revision that an execution runs. */
    Revision revision(Execution execution) {
        return machines.revision(execution.machine().split("#", 2)[1]);
    }

    /** The ARN that it was started with: of the state machine, or of a version. */
    static Arn started(Execution execution) {
        return Arn.readMachine(execution.machine().split("#", 2)[0]);
    }

    /** Its members in lists; what does not apply is null. */
    static Map<String, @Nullable Object> summary(Execution execution) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Arn machine = started(execution);
        json.put("executionArn", execution.reference());
        json.put("stateMachineArn", machine.base().text());
        json.put("name", execution.name());
        json.put("status", execution.status().name());
        json.put("startDate", Times.seconds(execution.startTime()));
        json.put("stopDate", Times.seconds(execution.stopTime()));
        json.put("stateMachineVersionArn", machine.isQualified() ? machine.text() : null);
        json.put("redriveCount", execution.redriveCount());
        json.put("redriveDate", Times.seconds(execution.redriveTime()));
        json.values().removeIf(value -> value == null);
        return json;
    }

    /** All that DescribeExecution shows. */
    Map<String, @Nullable Object> whole(Execution execution, boolean withData) {
        Map<String, @Nullable Object> json = summary(execution);
        Map<String, Object> details = withData ? INCLUDED : Map.of("included", false);
        json.put("input", withData ? inputs.of(execution) : null);
        json.put("inputDetails", details);
        if (execution.output() != null) {
            json.put("output", withData ? execution.output() : null);
            json.put("outputDetails", details);
        }
        json.put("error", withData ? execution.error() : null);
        json.put("cause", withData ? execution.cause() : null);
        String reason = whyNotRedrivable(execution);
        json.put("redriveStatus", reason == null ? "REDRIVABLE" : "NOT_REDRIVABLE");
        json.put("redriveStatusReason", reason);
        return json;
    }

    /** In the words of DescribeExecution; null where a redrive is possible. */
    @Nullable
    String whyNotRedrivable(Execution execution) {
        ExecutionStatus status = execution.status();
        Instant stopped = execution.stopTime();
        if (status == ExecutionStatus.RUNNING || status == ExecutionStatus.SUCCEEDED) {
            return "Execution is " + status + " and cannot be redriven";
        }
        if (execution.events() >= EVENTS) {
            return "Execution history event limit exceeded";
        }
        return stopped != null && clock.instant().isAfter(stopped.plus(REDRIVABLE))
                ? "Execution redrivable period exceeded"
                : null;
    }

    @Override
    public boolean hearsOfSuccess() {
        return true;
    }

    @Override
    public void ended(String reference, ExecutionStatus status) {
        engine.execution(reference)
                // One that was redriven before this was told has nothing to say about its end any more.
                .filter(execution -> execution.status() == status)
                .ifPresent(execution -> tell(execution, status));
    }

    /** Tells of a status that the execution has now, or had a moment ago. */
    void tell(Execution execution, ExecutionStatus status) {
        boolean ended = status != ExecutionStatus.RUNNING;
        Arn machine = started(execution);
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("executionArn", execution.reference());
        detail.put("stateMachineArn", machine.base().text());
        detail.put("name", execution.name());
        detail.put("status", status.name());
        detail.put("startDate", execution.startTime().toEpochMilli());
        detail.put("stopDate", ended ? millis(execution.stopTime()) : null);
        String input = inputs.of(execution);
        String output = ended ? execution.output() : null;
        boolean showsOutput = size(output) <= EVENT_BYTES;
        boolean showsInput = size(input) + (showsOutput ? size(output) : 0) <= EVENT_BYTES;
        detail.put("input", showsInput ? input : null);
        detail.put("inputDetails", Map.of("included", showsInput));
        detail.put("output", showsOutput ? output : null);
        detail.put("outputDetails", output == null ? null : Map.of("included", showsOutput));
        detail.put("error", ended ? execution.error() : null);
        detail.put("cause", ended ? execution.cause() : null);
        detail.put("stateMachineVersionArn", machine.isQualified() ? machine.text() : null);
        detail.put("stateMachineAliasArn", null);
        detail.put("redriveCount", execution.redriveCount());
        detail.put("redriveDate", millis(execution.redriveTime()));
        String reason = ended ? whyNotRedrivable(execution) : "Execution is RUNNING and cannot be redriven";
        detail.put("redriveStatus", reason == null ? "REDRIVABLE" : "NOT_REDRIVABLE");
        detail.put("redriveStatusReason", reason);
        String id = execution.reference() + " " + execution.redriveCount() + " " + status;
        events.changed(
                machine.owner(),
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
                execution.reference(),
                detail);
    }

    private static @Nullable BigDecimal millis(@Nullable Instant time) {
        return time == null ? null : BigDecimal.valueOf(time.toEpochMilli());
    }

    /** Of a text inside of JSON. */
    private static int size(@Nullable String text) {
        return text == null ? 0 : Json.write(text).getBytes(StandardCharsets.UTF_8).length;
    }
}
