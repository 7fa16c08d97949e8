package sh.keptn.lambda.control.aws;

import sh.keptn.lambda.control.ControlFunctions;
import sh.keptn.lambda.spring.FunctionHandler;

/** The handler of all functions of the control plane; {@code SPRING_CLOUD_FUNCTION_DEFINITION} says which one it is. */
public final class ControlHandler extends FunctionHandler {

    public ControlHandler() {
        super(ControlFunctions.NAMES, connections -> new ControlWiring(System.getenv(), connections));
    }
}
