package sh.keptn.standalone.engine;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Step Functions has and the embedded engine does not run, and the reason that is given for it. */
final class Unsupported {

    private static final String PATHS = "belongs to the query language JSONPath, in JSONata definitions use ";
    private static final String DISTRIBUTED = "belongs to Map states of the mode DISTRIBUTED, only INLINE is supported";

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("InputPath", PATHS + "Arguments or Output"),
            Map.entry("Parameters", PATHS + "Output"),
            Map.entry("OutputPath", PATHS + "Output"),
            Map.entry("ResultSelector", PATHS + "Output"),
            Map.entry("ResultPath", PATHS + "Output or Assign"),
            Map.entry("Result", PATHS + "Output"),
            Map.entry("ItemsPath", PATHS + "Items"),
            Map.entry("SecondsPath", PATHS + "Seconds"),
            Map.entry("TimestampPath", PATHS + "Timestamp"),
            Map.entry("TimeoutSecondsPath", PATHS + "TimeoutSeconds"),
            Map.entry("HeartbeatSecondsPath", PATHS + "HeartbeatSeconds"),
            Map.entry("MaxConcurrencyPath", PATHS + "MaxConcurrency"),
            Map.entry("ToleratedFailureCountPath", PATHS + "ToleratedFailureCount"),
            Map.entry("ToleratedFailurePercentagePath", PATHS + "ToleratedFailurePercentage"),
            Map.entry("ErrorPath", PATHS + "Error"),
            Map.entry("CausePath", PATHS + "Cause"),
            Map.entry("Variable", PATHS + "Condition"),
            Map.entry("Iterator", "is the old name of ItemProcessor"),
            Map.entry("ItemReader", DISTRIBUTED),
            Map.entry("ItemBatcher", DISTRIBUTED),
            Map.entry("ResultWriter", DISTRIBUTED),
            Map.entry("Label", DISTRIBUTED),
            Map.entry("ExecutionType", DISTRIBUTED + ", and Express workflows are not"));

    private static final Pattern ACTIVITY = Pattern.compile("arn:[a-z-]+:states:[^:]*:[^:]*:activity:.*");
    private static final Pattern INTEGRATION = Pattern.compile("arn:[a-z-]+:states:[^:]*:[^:]*:(.+)");
    private static final String INSTEAD = "use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN";

    private Unsupported() {}

    /**
     * Why a field is refused; null where it does not exist at all.
     *
     * @param beside the fields that may stand in its place
     */
    static @Nullable String field(String name, Set<String> beside) {
        boolean hasArguments = beside.contains("Arguments");
        if (name.equals("Parameters") && (hasArguments || beside.contains("ItemSelector"))) {
            return PATHS + (hasArguments ? "Arguments" : "ItemSelector");
        }
        return name.equals("InputPath") && !hasArguments ? PATHS + "Output" : FIELDS.get(name);
    }

    /** Why a Task's Resource is refused. */
    static String resource(String text) {
        if (ACTIVITY.matcher(text).matches()) {
            return "is an activity, activities are not supported: " + INSTEAD;
        }
        if (text.matches(".*\\.sync(:\\d+)?")) {
            return "waits for a job (.sync), which is not supported: " + INSTEAD;
        }
        var integration = INTEGRATION.matcher(text);
        return integration.matches()
                ? "is the service integration " + integration.group(1) + ", which is not supported: " + INSTEAD
                : "is no resource that the engine knows: " + INSTEAD;
    }
}
