package sh.keptn.lambda.services;

/** The patterns of the rules that invoke the functions of this family. */
public final class BusRules {

    /** On Keptn's bus, for {@code taskService}: tasks with their services. */
    public static final String TASKS = """
            {"source": ["keptn.control-plane"],
             "detail": {"keptn": {"kind": ["task.triggered"], "services": [{"exists": true}]}}}""";

    /** On Keptn's bus, for {@code taskService}: answers by which a task service goes on that has asked for them, and the ends of waits. */
    public static final String ANSWERS_TO_ASKERS = """
            {"source": ["keptn.control-plane"],
             "detail": {"keptn": {"kind": ["task.finished", "task.due"], "asker": {"service": [{"exists": true}]}}}}""";

    private BusRules() {}
}
