package sh.keptn.lambda.publisher.aws;

import sh.keptn.lambda.publisher.Continuation;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Goes on in an invocation of its own, for which nobody waits. */
final class AsynchronousInvocation implements Continuation {

    private final LambdaClient lambda;

    AsynchronousInvocation(LambdaClient lambda) {
        this.lambda = lambda;
    }

    @Override
    public void invokeAgain(String functionArn, String payload) {
        lambda.invoke(request -> request.functionName(functionArn)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload)));
    }
}
