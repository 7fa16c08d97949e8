package sh.keptn.standalone.awsapi.stepfunctions;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Service;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.ExecutionStatus;

/** AWS Step Functions on the embedded engine: Standard workflows, without activities, aliases and map runs. */
public final class StepFunctions {

    /** Step Functions, "Service quotas": the maximum request size. */
    private static final int BODY_LIMIT = 1_048_576;

    private final Map<String, Operation> operations = new HashMap<>();
    private final Executions executions;

    /** Creates the tables where there are none. */
    public StepFunctions(Database database, EmbeddedEngine engine, Tags tags, ExecutionEvents events, Clock clock) {
        MachineTables machines = new MachineTables(
                database,
                arn -> !engine.executions(arn.execution("").text(), ExecutionStatus.RUNNING, Long.MAX_VALUE, 1)
                        .isEmpty());
        Inputs inputs = new Inputs(database);
        this.executions = new Executions(machines, inputs, engine, events, clock);
        for (Map<String, Operation> group : List.of(
                new MachineOperations(machines, engine, clock).operations(),
                new VersionOperations(machines, clock).operations(),
                new ExecutionOperations(machines, executions, engine).operations(),
                new HistoryOperations(executions, inputs, engine).operations(),
                new TaskOperations(engine).operations(),
                new TagOperations(tags, machines).operations())) {
            operations.putAll(group);
        }
    }

    /** What is served. */
    public Service service() {
        return new Service("AWSStepFunctions", "1.0", BODY_LIMIT, operations);
    }

    /** The executions, for rules that start one and for the engine that ends one. */
    public Executions executions() {
        return executions;
    }
}
