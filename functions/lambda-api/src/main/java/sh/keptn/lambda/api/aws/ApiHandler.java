package sh.keptn.lambda.api.aws;

import sh.keptn.lambda.api.ApiFunctions;
import sh.keptn.lambda.spring.FunctionHandler;

/** The handler of all functions of the HTTP API; {@code SPRING_CLOUD_FUNCTION_DEFINITION} says which one it is. */
public final class ApiHandler extends FunctionHandler {

    public ApiHandler() {
        super(ApiFunctions.NAMES, connections -> new ApiWiring(System.getenv(), connections));
    }
}
