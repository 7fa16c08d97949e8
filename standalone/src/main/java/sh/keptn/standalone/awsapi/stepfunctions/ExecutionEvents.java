package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.Caller;

/** Hears of each change of an execution's status, as the default bus does on AWS. */
@FunctionalInterface
public interface ExecutionEvents {

    /**
     * An execution has another status.
     *
     * @param owner of the execution
     * @param id the same where the same change is told twice
     * @param detail as documented for "Step Functions Execution Status Change"
     */
    void changed(Caller owner, String id, String execution, Map<String, @Nullable Object> detail);
}
