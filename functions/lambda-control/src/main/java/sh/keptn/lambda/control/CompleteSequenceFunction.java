package sh.keptn.lambda.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;

/** {@code completeSequence}: the last state of a compiled machine; its answer becomes the output of the execution. */
final class CompleteSequenceFunction implements LambdaFunction {

    private final ControlPlane controlPlane;

    CompleteSequenceFunction(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (!(payload.get("sequence") instanceof String) || !(payload.get("execution") instanceof String)) {
            throw new InvalidInputException(
                    "expected the payload of the last state of a compiled machine, with `sequence` and `execution`");
        }
        return controlPlane.completeSequence(payload);
    }
}
