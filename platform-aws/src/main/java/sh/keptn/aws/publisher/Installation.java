package sh.keptn.aws.publisher;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.translator.naming.Sha256;

/**
 * What the installation gives to all projects.
 *
 * @param machines ARN of all state machines up to their names: {@code arn:aws:states:<region>:<account>:stateMachine:}
 * @param role ARN of the role of all state machines
 * @param functions ARN of each function's alias by the placeholder in definitions: {@code DispatchTask}, {@code
 *     CompleteSequence}
 * @param bus name or ARN of the event bus
 * @param deadLetters ARN of the queue for what a rule could not deliver, null if there is none
 */
public record Installation(
        String machines,
        String role,
        Map<String, String> functions,
        String bus,
        @Nullable String deadLetters) {

    private static final String PARTITION = "aws";

    public Installation {
        functions = Map.copyOf(functions);
        if (!machines.matches("arn:[^:]+:states:[^:]+:[^:]+:stateMachine:")) {
            throw new IllegalArgumentException("`" + machines + "` is not the begin of state machines' ARNs");
        }
    }

    /** The same for equal machines only: a definition that is filled anew, or gets another role, is another machine. */
    String machineHash(String hash) {
        return Sha256.hex(hash + role + Json.write(new TreeMap<>(functions)) + machines);
    }

    /** The definition for this partition of AWS; definitions are written for the one that is not China's or a government's. */
    String inPartition(String definition) {
        String partition = machines.split(":", -1)[1];
        return partition.equals(PARTITION)
                ? definition
                : definition.replace("\"arn:aws:states:::", "\"arn:" + partition + ":states:::");
    }
}
