package sh.keptn.standalone.awsapi.eventbridge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;

/** An event bus of an account and region, and what its ARN and those of its rules are. */
record BusName(Caller owner, String name) {

    static final String DEFAULT = "default";

    static final String BUS = "event-bus/";

    private static final Pattern NAME = Pattern.compile("[/._A-Za-z0-9-]{1,256}");
    private static final Pattern ARN =
            Pattern.compile("arn:(aws[\\w-]*):events:([a-z0-9-]+):(\\d{12}):event-bus/([/._A-Za-z0-9-]{1,256})");

    /** The bus that a request names by its name or ARN; the default one where it names none. */
    static BusName of(Caller caller, @Nullable String given) {
        if (given == null || given.equals(DEFAULT)) {
            return new BusName(caller, DEFAULT);
        }
        Matcher arn = ARN.matcher(given);
        if (arn.matches()) {
            return new BusName(new Caller(arn.group(1), arn.group(2), arn.group(3)), arn.group(4));
        }
        if (!NAME.matcher(given).matches()) {
            throw AwsError.constraint(
                    "eventBusName", "Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+");
        }
        return new BusName(caller, given);
    }

    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    String arn() {
        return owner.arn("events", BUS + name);
    }

    String ruleArn(String rule) {
        return owner.arn("events", "rule/" + (isDefault() ? "" : name + "/") + rule);
    }

    AwsError missing() {
        return new AwsError("ResourceNotFoundException", "Event bus " + name + " does not exist.");
    }
}
