package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.protocol.Times;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.EmbeddedEngine.Listed;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionStatus;

/** Starts, shows, stops and redrives executions. */
final class ExecutionOperations {

    private static final int DATA_LIMIT = 262_144;
    private static final int ERROR_LIMIT = 256;
    private static final int CAUSE_LIMIT = 32_768;
    private static final List<String> REDRIVE_FILTERS = List.of("REDRIVEN", "NOT_REDRIVEN");

    private final MachineTables machines;
    private final Executions executions;
    private final EmbeddedEngine engine;

    ExecutionOperations(MachineTables machines, Executions executions, EmbeddedEngine engine) {
        this.machines = machines;
        this.executions = executions;
        this.engine = engine;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "StartExecution", this::start,
                "DescribeExecution", this::describe,
                "DescribeStateMachineForExecution", this::describeMachine,
                "ListExecutions", this::list,
                "StopExecution", this::stop,
                "RedriveExecution", this::redrive);
    }

    private Map<String, ? extends @Nullable Object> start(Caller caller, Parameters request) {
        String machine = request.text("stateMachineArn", MachineOperations.ARN_LIMIT);
        String name = request.has("name")
                ? MachineOperations.name(request, "name")
                : UUID.randomUUID().toString();
        String input = request.optionalText("input", 0, DATA_LIMIT);
        Execution started;
        try {
            started = executions.start(machine, name, input == null ? "{}" : input);
        } catch (IllegalArgumentException e) {
            // Longer than the limit in bytes, although not in characters.
            throw new AwsError(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("executionArn", started.reference());
        answer.put("startDate", Times.seconds(started.startTime()));
        return answer;
    }

    private Map<String, ? extends @Nullable Object> describe(Caller caller, Parameters request) {
        Execution execution = executions.find(request.text("executionArn", MachineOperations.ARN_LIMIT));
        return executions.whole(execution, withData(request));
    }

    private static boolean withData(Parameters request) {
        return !"METADATA_ONLY".equals(request.word("includedData", List.of("ALL_DATA", "METADATA_ONLY")));
    }

    private Map<String, ? extends @Nullable Object> describeMachine(Caller caller, Parameters request) {
        Execution execution = executions.find(request.text("executionArn", MachineOperations.ARN_LIMIT));
        Revision revision = executions.revision(execution);
        Arn machine = Executions.started(execution);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("stateMachineArn", machine.base().text());
        answer.put("name", machine.machine());
        answer.put("definition", revision.definition());
        answer.put("roleArn", revision.roleArn());
        answer.put("updateDate", Times.seconds(revision.created()));
        answer.putAll(MachineOperations.settings(revision));
        answer.put("revisionId", revision.shownId());
        return answer;
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        if (request.has("mapRunArn")) {
            throw new AwsError("ResourceNotFound", "Map runs are not supported");
        }
        if (!request.has("stateMachineArn")) {
            throw new AwsError("ValidationException", "A state machine ARN must be specified")
                    .with("reason", "MISSING_REQUIRED_PARAMETER");
        }
        Arn arn = Arn.readMachine(request.text("stateMachineArn", MachineOperations.ARN_LIMIT));
        if (machines.find(arn).isEmpty()) {
            throw MachineOperations.missing(arn);
        }
        String status = request.word(
                "statusFilter",
                Stream.concat(Stream.of(ExecutionStatus.values()).map(Enum::name), Stream.of("PENDING_REDRIVE"))
                        .toList());
        String redriven = request.word("redriveFilter", REDRIVE_FILTERS);
        int limit = request.count("maxResults", MachineOperations.PAGE_LIMIT, MachineOperations.PAGE);
        String what = "executions " + arn.text() + " " + status + " " + redriven;
        long before = Page.place(
                request.optionalText("nextToken", 1, 3096), what, Long.MAX_VALUE, MachineOperations.invalidToken());
        Page<Listed> page = "PENDING_REDRIVE".equals(status)
                ? new Page<>(List.of(), null)
                : page(
                        arn,
                        status == null ? null : ExecutionStatus.valueOf(status),
                        matching(arn, redriven),
                        before,
                        limit,
                        what);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "executions",
                page.items().stream()
                        .map(listed -> Executions.summary(listed.execution()))
                        .toList());
        answer.put("nextToken", page.next());
        return answer;
    }

    private static Predicate<Execution> matching(Arn machine, @Nullable String redriven) {
        return execution ->
                (!machine.isQualified() || Executions.started(execution).equals(machine))
                        && (redriven == null || redriven.equals("REDRIVEN") == execution.redriveCount() > 0);
    }

    /** The engine finds them by machine and status, what is left to look at is rarely asked for. */
    private Page<Listed> page(
            Arn arn,
            @Nullable ExecutionStatus status,
            Predicate<Execution> matches,
            long before,
            int limit,
            String what) {
        List<Listed> found = new ArrayList<>();
        String prefix = arn.base().execution("").text();
        long place = before;
        while (true) {
            List<Listed> some = engine.executions(prefix, status, place, limit + 1);
            for (Listed listed : some) {
                if (matches.test(listed.execution())) {
                    if (found.size() == limit) {
                        return new Page<>(found, Page.token(what, place));
                    }
                    found.add(listed);
                }
                place = listed.place();
            }
            if (some.size() <= limit) {
                return new Page<>(found, null);
            }
        }
    }

    /** An execution that has ended stays as it is. */
    private Map<String, ? extends @Nullable Object> stop(Caller caller, Parameters request) {
        Execution execution = executions.find(request.text("executionArn", MachineOperations.ARN_LIMIT));
        String error = request.optionalText("error", 0, ERROR_LIMIT);
        String cause = request.optionalText("cause", 0, CAUSE_LIMIT);
        engine.stop(execution.reference(), error, cause);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "stopDate", Times.seconds(executions.find(execution.reference()).stopTime()));
        return answer;
    }

    private Map<String, ? extends @Nullable Object> redrive(Caller caller, Parameters request) {
        Execution execution = executions.find(request.text("executionArn", MachineOperations.ARN_LIMIT));
        String token = request.optionalText("clientToken", 1, 64);
        if (!engine.redrive(
                execution.reference(), token == null ? UUID.randomUUID().toString() : token)) {
            String reason = Objects.requireNonNullElse(
                    executions.whyNotRedrivable(executions.find(execution.reference())), "Execution has just changed");
            throw new AwsError("ExecutionNotRedrivable", reason);
        }
        Execution redriven = executions.find(execution.reference());
        if (redriven.redriveCount() > execution.redriveCount()) {
            executions.tell(redriven, ExecutionStatus.RUNNING);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("redriveDate", Times.seconds(redriven.redriveTime()));
        return answer;
    }
}
