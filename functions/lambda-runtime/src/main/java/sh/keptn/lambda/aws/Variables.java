package sh.keptn.lambda.aws;

import java.util.Map;

/** The environment variables of the functions; a missing one is an error at the start, not at the first use. */
public final class Variables {

    private final Map<String, String> environment;

    public Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Name of the table. */
    public String table() {
        return required("KEPTN_TABLE");
    }

    /** Name of the bucket for bodies that are too large for the table. */
    public String bucket() {
        return required("KEPTN_BUCKET");
    }

    /** Name or ARN of the event bus. */
    public String bus() {
        return required("KEPTN_BUS");
    }

    /** Name of the rule, on the default bus, that invokes the sweep. */
    public String sweepRule() {
        return required("KEPTN_SWEEP_RULE");
    }

    /** URL of the HTTP API, without a slash at its end. */
    public String apiUrl() {
        return required("KEPTN_API_URL");
    }

    /** Another one, which only one family has. */
    public String required(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
