package sh.keptn.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.constructs.Construct;

/** The function that brings projects to this installation, and removes them. */
final class Publishing extends Construct {

    private static final String NAME = "publish";

    /** The most that Lambda allows: AWS lets state machines change once a second. */
    private static final Duration TIMEOUT = Duration.minutes(15);

    private final KeptnFunction publish;

    Publishing(
            Construct scope,
            Settings settings,
            DeadLetters deadLetters,
            Permissions permissions,
            ControlPlane controlPlane,
            Map<String, String> environment) {
        super(scope, "Publishing");
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("KEPTN_MACHINES", permissions.machinesPrefix());
        variables.put("KEPTN_STAGE_ROLE", controlPlane.stageRole().getRoleArn());
        variables.put("KEPTN_DISPATCH_TASK", controlPlane.dispatchTask().alias().getFunctionArn());
        variables.put(
                "KEPTN_COMPLETE_SEQUENCE",
                controlPlane.completeSequence().alias().getFunctionArn());
        variables.put("KEPTN_DEAD_LETTERS", deadLetters.queue().getQueueArn());
        publish = new KeptnFunction(
                this,
                settings,
                new KeptnFunction.Spec(
                        FunctionFamily.PUBLISHER,
                        NAME,
                        "Brings projects to AWS and removes them",
                        TIMEOUT,
                        new SqsDestination(deadLetters.queue())),
                variables,
                permissions.publisher(settings.name() + "-" + NAME, controlPlane.stageRole()));
    }

    KeptnFunction publish() {
        return publish;
    }

    /** Lets it read files that the CDK has uploaded. */
    void mayRead(String objectArn) {
        publish.role().addToPolicy(Permissions.allow(List.of("s3:GetObject"), objectArn));
    }
}
