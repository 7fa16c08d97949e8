package sh.keptn.standalone.awsapi.eventbridge;

/** What rules hand events to. Both calls may be repeated for the same event; what they throw means "again later". */
public interface Targets {

    /**
     * Invokes a function and waits for its end.
     *
     * @return false where Lambda has no room for it now
     */
    boolean invoke(String functionArn, String payload);

    /** Starts an execution, unless there is one of the name already. */
    void start(String machineArn, String name, String input);
}
