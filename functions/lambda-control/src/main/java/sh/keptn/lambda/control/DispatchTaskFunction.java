package sh.keptn.lambda.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.sweep.SweepSchedule;

/** {@code dispatchTask}: a task state of a compiled machine asks for its task; whoever answers it answers the state's token later. */
final class DispatchTaskFunction implements LambdaFunction {

    private final ControlPlane controlPlane;
    private final SweepSchedule sweeps;

    DispatchTaskFunction(ControlPlane controlPlane, SweepSchedule sweeps) {
        this.controlPlane = controlPlane;
        this.sweeps = sweeps;
    }

    /** Returns nothing of use: with {@code .waitForTaskToken} the state does not look at it. */
    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (!(payload.get("token") instanceof String) || !(payload.get("task") instanceof Map)) {
            throw new InvalidInputException(
                    "expected the payload of a task state of a compiled machine, with `token`, `sequence` and `task`");
        }
        controlPlane.dispatchTask(payload);
        sweeps.wake();
        return Map.of();
    }
}
