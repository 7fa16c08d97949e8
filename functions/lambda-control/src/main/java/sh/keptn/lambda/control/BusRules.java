package sh.keptn.lambda.control;

import sh.keptn.controlplane.lifecycle.ControlPlane;

/** The patterns of the rules that invoke the functions of this family. */
public final class BusRules {

    /**
     * On Keptn's bus, for {@code dispatchSequence}: asks of others for a sequence. A detail-type is cut after 128 characters, so
     * that types longer than that come in by the API only.
     */
    public static final String TRIGGERS = """
            {"source": [{"anything-but": ["keptn.control-plane"]}],
             "detail-type": [{"suffix": ".triggered"}]}""";

    /** On Keptn's bus, for {@code dispatchSequence}: sequences that have ended and may lead to others. */
    public static final String FOLLOWERS = ControlPlane.FOLLOW_PATTERN;

    /** On Keptn's bus, for {@code receiveEvent}: what others say about tasks, and about results of evaluations. */
    public static final String ANSWERS = """
            {"source": [{"anything-but": ["keptn.control-plane"]}],
             "detail-type": [{"suffix": ".started"}, {"suffix": ".status.changed"}, {"suffix": ".finished"},
                             {"suffix": ".progressed"}, {"suffix": ".in-progress"}, {"suffix": ".invalidated"}]}""";

    /** On the account's default bus, for {@code executionEnded}: executions of our machines that have ended badly. */
    public static final String EXECUTIONS = """
            {"source": ["aws.states"],
             "detail-type": ["Step Functions Execution Status Change"],
             "detail": {"status": ["FAILED", "ABORTED", "TIMED_OUT"],
                        "stateMachineArn": [{"wildcard": "arn:*:stateMachine:keptn-*"}]}}""";

    private BusRules() {}
}
