package sh.keptn.standalone.engine;

/** Hears of executions that ended, like a rule on the status change events of Step Functions. */
@FunctionalInterface
public interface StatusListener {

    /**
     * An execution ended FAILED, ABORTED or TIMED_OUT, or SUCCEEDED where {@link #hearsOfSuccess}. Called at least once for
     * each such end, also after a restart; an exception means "again later". The execution may have been redriven since.
     */
    void ended(String execution, ExecutionStatus status);

    /** Whether it is told of executions that succeeded too; each costs a row. */
    default boolean hearsOfSuccess() {
        return false;
    }
}
