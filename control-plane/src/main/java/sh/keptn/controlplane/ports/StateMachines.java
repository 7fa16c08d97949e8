package sh.keptn.controlplane.ports;

/** The state machine engine: Step Functions, or the embedded one that interprets the same definitions. */
public interface StateMachines {

    /**
     * Publishes a definition whose placeholders are filled; publishing an equal one again changes nothing.
     *
     * @param hash identifies the version, see {@code Plan.StateMachine}
     * @return reference of exactly this version
     */
    String publish(String name, String hash, String definition);

    /**
     * Starts an execution. Starting the same name again, running or ended, changes nothing; both return its reference.
     *
     * @throws MachineGoneException if there is no such version any more
     */
    String start(String machineVersion, String executionName, String input);

    /** Answers a task token with a JSON value. */
    TokenAnswer succeed(String token, String output);

    /** Fails the state that waits for the token. */
    TokenAnswer fail(String token, String error, String cause);

    /** Stops an execution; one that has ended stays as it is. */
    void stop(String execution, String error, String cause);

    /**
     * Continues a failed, aborted or timed out execution at the states that did not end.
     *
     * @param clientToken makes a repeated call harmless
     * @return false where the engine cannot redrive it (running, succeeded, too old, gone)
     */
    boolean redrive(String execution, String clientToken);

    /** What became of an answer. */
    enum TokenAnswer {
        /** The state goes on. */
        TAKEN,
        /** Nobody waits for this token any more: answered before, timed out, or replaced. */
        GONE
    }
}
