package sh.keptn.lambda.services.aws;

import sh.keptn.lambda.services.ServiceFunctions;
import sh.keptn.lambda.spring.FunctionHandler;

/** The handler of all functions of the task services; {@code SPRING_CLOUD_FUNCTION_DEFINITION} says which one it is. */
public final class ServiceHandler extends FunctionHandler {

    public ServiceHandler() {
        super(ServiceFunctions.NAMES, connections -> new ServiceWiring(System.getenv(), connections));
    }
}
