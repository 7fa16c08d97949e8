package sh.keptn.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.destinations.LambdaDestination;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.constructs.Construct;

/** The functions that do tasks themselves: built-in task services and webhooks. They reach out, so they may do little here. */
final class TaskServices extends Construct {

    /** The most that Lambda allows; a webhook that takes longer answers by a link later. */
    private static final Duration TIMEOUT = Duration.minutes(15);

    private final KeptnFunction taskService;
    private final KeptnFunction taskGivenUp;

    TaskServices(
            Construct scope,
            Settings settings,
            DeadLetters deadLetters,
            Permissions permissions,
            Map<String, String> environment) {
        super(scope, "TaskServices");
        taskGivenUp = new KeptnFunction(
                this,
                settings,
                new KeptnFunction.Spec(
                        FunctionFamily.SERVICES,
                        "taskGivenUp",
                        "Answers tasks whose task service failed after all retries",
                        Duration.minutes(1),
                        new SqsDestination(deadLetters.queue())),
                environment,
                permissions.taskGivenUp());
        taskService = new KeptnFunction(
                this,
                settings,
                new KeptnFunction.Spec(
                        FunctionFamily.SERVICES,
                        "taskService",
                        "Does tasks: built-in task services and webhooks",
                        TIMEOUT,
                        new LambdaDestination(taskGivenUp.alias())),
                environment,
                permissions.taskService());
    }

    KeptnFunction taskService() {
        return taskService;
    }

    /** All functions. */
    List<KeptnFunction> functions() {
        return List.of(taskService, taskGivenUp);
    }

    /** The roles that may speak for our task services. */
    List<String> roleArns() {
        return functions().stream()
                .map(function -> function.role().getRoleArn())
                .toList();
    }
}
