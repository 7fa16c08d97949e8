package sh.keptn.infra;

/** The event patterns of the rules, as the functions that they call ask for them. */
final class BusRules {

    static final String TRIGGERS = sh.keptn.lambda.control.BusRules.TRIGGERS;
    static final String FOLLOWERS = sh.keptn.lambda.control.BusRules.FOLLOWERS;
    static final String ANSWERS = sh.keptn.lambda.control.BusRules.ANSWERS;
    static final String EXECUTIONS = sh.keptn.lambda.control.BusRules.EXECUTIONS;
    static final String TASKS = sh.keptn.lambda.services.BusRules.TASKS;
    static final String ANSWERS_TO_ASKERS = sh.keptn.lambda.services.BusRules.ANSWERS_TO_ASKERS;

    private BusRules() {}
}
