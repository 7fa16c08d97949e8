package sh.keptn.lambda.publisher.aws;

import java.util.Set;
import sh.keptn.lambda.publisher.PublishFunction;
import sh.keptn.lambda.spring.FunctionHandler;

/** The handler of the publishing function. */
public final class PublisherHandler extends FunctionHandler {

    public PublisherHandler() {
        super(Set.of(PublishFunction.NAME), connections -> new PublisherWiring(System.getenv(), connections));
    }
}
