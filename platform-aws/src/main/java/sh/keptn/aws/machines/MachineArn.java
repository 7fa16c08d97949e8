package sh.keptn.aws.machines;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a version of a state machine: {@code arn:<partition>:states:<region>:<account>:stateMachine:<name>:<version>}. */
record MachineArn(String prefix, String name) {

    private static final Pattern ARN = Pattern.compile("(arn:[^:]+:states:[^:]+:[^:]+:)stateMachine:([^:]+)(:[^:]+)?");

    /** Reads the ARN of a machine or of one of its versions. */
    static MachineArn parse(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalArgumentException("`" + arn + "` is not the ARN of a state machine");
        }
        return new MachineArn(parts.group(1), parts.group(2));
    }

    /** The machine itself, whatever its version. */
    String machine() {
        return prefix + "stateMachine:" + name;
    }

    /** An execution of the machine; executions are named for the machine, not for its version. */
    String execution(String execution) {
        return prefix + "execution:" + name + ":" + execution;
    }
}
