package sh.keptn.lambda.control;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.lambda.BusFunction;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.sweep.SweepRule;
import sh.keptn.lambda.sweep.SweepSchedule;

/** The functions of the control plane by their names. */
public final class ControlFunctions {

    public static final String DISPATCH_TASK = "dispatchTask";
    public static final String COMPLETE_SEQUENCE = "completeSequence";
    public static final String DISPATCH_SEQUENCE = "dispatchSequence";
    public static final String RECEIVE_EVENT = "receiveEvent";
    public static final String EXECUTION_ENDED = "executionEnded";
    public static final String SWEEP = "sweep";
    public static final String CONTROL = "control";

    /** All of them. */
    public static final Set<String> NAMES =
            Set.of(DISPATCH_TASK, COMPLETE_SEQUENCE, DISPATCH_SEQUENCE, RECEIVE_EVENT, EXECUTION_ENDED, SWEEP, CONTROL);

    private final Map<String, LambdaFunction> functions;

    /** @param rule the rule that invokes {@value #SWEEP} */
    public ControlFunctions(ControlPlane controlPlane, Store store, SweepRule rule, Clock clock) {
        SweepSchedule sweeps = new SweepSchedule(store, rule);
        this.functions = Map.of(
                DISPATCH_TASK, new DispatchTaskFunction(controlPlane, sweeps),
                COMPLETE_SEQUENCE, new CompleteSequenceFunction(controlPlane),
                DISPATCH_SEQUENCE, new BusFunction(new DispatchSequenceHandler(controlPlane, sweeps, clock)),
                RECEIVE_EVENT, new BusFunction(new ReceiveEventHandler(controlPlane, clock)),
                EXECUTION_ENDED, new BusFunction(new ExecutionEndedHandler(controlPlane)),
                SWEEP, new SweepFunction(controlPlane, sweeps, clock),
                CONTROL, new ControlFunction(controlPlane, sweeps, clock));
    }

    /**
     * The function of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LambdaFunction function(String name) {
        LambdaFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function `" + name + "`");
        }
        return function;
    }
}
