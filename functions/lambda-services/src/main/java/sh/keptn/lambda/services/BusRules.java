package sh.keptn.lambda.services;

/** The pattern of the rule that invokes the function of this family. */
public final class BusRules {

    /** On Keptn's bus, for {@code taskService}: tasks with their services. */
    public static final String TASKS = """
            {"source": ["keptn.control-plane"],
             "detail": {"keptn": {"kind": ["task.triggered"], "services": [{"exists": true}]}}}""";

    private BusRules() {}
}
