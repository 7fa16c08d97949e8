package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;

/**
 * The ARN of a state machine, of one of its versions, or of an execution.
 *
 * @param machine name of the state machine
 * @param rest number of the version or name of the execution, null for the state machine itself
 */
record Arn(
        Caller owner, String kind, String machine, @Nullable String rest) {

    static final String MACHINE = "stateMachine";
    static final String EXECUTION = "execution";

    private static final Pattern ARN = Pattern.compile("arn:(aws[a-z-]*):states:([a-z0-9-]+):(\\d{12}):(.+)");

    static Arn machine(Caller owner, String name) {
        return new Arn(owner, MACHINE, name, null);
    }

    /** Reads the ARN of a state machine or of a version or alias of one. */
    static Arn readMachine(String text) {
        Arn arn = read(text, MACHINE);
        if (arn.machine.contains("/")) {
            throw new AwsError("ValidationException", "The ARN of a Distributed Map state is not supported: " + text)
                    .with("reason", "API_DOES_NOT_SUPPORT_LABELED_ARNS");
        }
        return arn;
    }

    static Arn readExecution(String text) {
        Arn arn = read(text, EXECUTION);
        if (arn.rest == null) {
            throw invalid("Invalid ARN: " + text);
        }
        return arn;
    }

    /** The state machine that the version or execution belongs to. */
    Arn base() {
        return machine(owner, machine);
    }

    Arn version(int number) {
        return new Arn(owner, MACHINE, machine, String.valueOf(number));
    }

    Arn execution(String name) {
        return new Arn(owner, EXECUTION, machine, name);
    }

    boolean isQualified() {
        return rest != null;
    }

    /** The number of the version, -1 where it names an alias. */
    int number() {
        return rest != null && rest.matches("[1-9]\\d{0,8}") ? Integer.parseInt(rest) : -1;
    }

    String text() {
        return owner.arn("states", kind + ":" + machine + (rest == null ? "" : ":" + rest));
    }

    private static Arn read(String text, String kind) {
        Matcher matcher = ARN.matcher(text);
        if (!matcher.matches()) {
            throw invalid("Invalid ARN prefix: " + text);
        }
        String[] parts = matcher.group(4).split(":", -1);
        if (!parts[0].equals(kind)) {
            throw invalid("Resource type not valid in this context: " + parts[0]);
        }
        if (parts.length < 2 || parts.length > 3 || parts[1].isEmpty() || parts[parts.length - 1].isEmpty()) {
            throw invalid("Invalid ARN: " + text);
        }
        Caller owner = new Caller(matcher.group(1), matcher.group(2), matcher.group(3));
        return new Arn(owner, kind, parts[1], parts.length == 3 ? parts[2] : null);
    }

    static AwsError invalid(String why) {
        return new AwsError("InvalidArn", "Invalid Arn: '" + why + "'");
    }
}
