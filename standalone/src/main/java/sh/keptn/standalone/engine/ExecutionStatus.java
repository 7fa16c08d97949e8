package sh.keptn.standalone.engine;

/** Status of an execution, as DescribeExecution names it. */
public enum ExecutionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
}
