package sh.keptn.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sh.keptn.aws.storage.TableDesign;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The statements of which the roles consist; {@code functions/README.md} says which function needs which, and for what. */
final class Permissions {

    private final Stack stack;
    private final Storage storage;
    private final Events events;

    Permissions(Stack stack, Storage storage, Events events) {
        this.stack = stack;
        this.storage = storage;
        this.events = events;
    }

    /** To decide, and to do what was decided: whoever stores a decision works off its effects. */
    List<PolicyStatement> controlPlane() {
        return with(
                store(),
                putEventsAs(Events.CONTROL_PLANE),
                allow(List.of("states:StartExecution", "states:SendTaskSuccess", "states:SendTaskFailure"), machines()),
                allow(
                        List.of("states:StopExecution", "states:RedriveExecution", "states:DescribeExecution"),
                        executions()),
                allow(List.of("events:DescribeRule"), events.sweepRuleArn()));
    }

    /** To switch the sweep on when something is opened. */
    PolicyStatement wakeSweep() {
        return allow(List.of("events:EnableRule"), events.sweepRuleArn());
    }

    /** To switch it off while nothing is open, and to find what is due. */
    List<PolicyStatement> sweep() {
        return List.of(
                allow(List.of("events:DisableRule"), events.sweepRuleArn()),
                allow(List.of("dynamodb:Query"), storage.table().getTableArn() + "/index/" + TableDesign.DUE_INDEX),
                allow(List.of("dynamodb:BatchGetItem"), storage.table().getTableArn()));
    }

    /** To do tasks: to read plans, files of projects, earlier evaluations and large payloads, to remember what was done, to make links, and to answer by events. */
    List<PolicyStatement> taskService() {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(rows(List.of("dynamodb:GetItem"), "configuration#*", "context#*", "data#*", "plan#*", "work#*"));
        statements.add(rows(List.of("dynamodb:Query"), "evaluations#*"));
        statements.add(rows(List.of("dynamodb:PutItem", "dynamodb:ConditionCheckItem"), "link#*", "work#*"));
        statements.add(allow(List.of("s3:GetObject", "s3:PutObject"), bodies()));
        statements.add(knowWhatIsMissing());
        statements.add(allow(List.of("secretsmanager:GetSecretValue"), arn("secretsmanager", "secret", "keptn/*")));
        statements.add(allow(List.of("cloudwatch:GetMetricData"), "*"));
        statements.add(putEventsAs(Events.TASK_SERVICES));
        return statements;
    }

    /** To answer tasks that were given up, also while they had asked for values: to read plans, and the event that asks for a task. */
    List<PolicyStatement> taskGivenUp() {
        return List.of(
                rows(List.of("dynamodb:GetItem"), "context#*", "plan#*"),
                allow(List.of("s3:GetObject"), bodies()),
                knowWhatIsMissing(),
                putEventsAs(Events.TASK_SERVICES));
    }

    /** To make, change and remove machines and rules, and to go on in another invocation. */
    List<PolicyStatement> publisher(String function, IRole stageRole) {
        return with(
                store(),
                allow(
                        List.of(
                                "states:CreateStateMachine",
                                "states:UpdateStateMachine",
                                "states:DeleteStateMachine",
                                "states:DescribeStateMachine",
                                "states:PublishStateMachineVersion",
                                "states:ListStateMachineVersions",
                                "states:DeleteStateMachineVersion",
                                "states:ListExecutions",
                                "states:ListTagsForResource",
                                "states:TagResource"),
                        machines()),
                allow(List.of("states:DescribeExecution", "states:StopExecution"), executions()),
                PolicyStatement.Builder.create()
                        .actions(List.of("iam:PassRole"))
                        .resources(List.of(stageRole.getRoleArn()))
                        .conditions(Map.of("StringEquals", Map.of("iam:PassedToService", "states.amazonaws.com")))
                        .build(),
                allow(
                        List.of(
                                "events:PutRule",
                                "events:DeleteRule",
                                "events:PutTargets",
                                "events:RemoveTargets",
                                "events:ListTargetsByRule",
                                "events:TagResource"),
                        events.rulesOfProjects()),
                allow(List.of("lambda:InvokeFunction"), arn("lambda", "function", function + ":live")));
    }

    /** To read and write any row, and what is too large for one. */
    private List<PolicyStatement> store() {
        return List.of(
                allow(
                        List.of(
                                "dynamodb:GetItem",
                                "dynamodb:Query",
                                "dynamodb:PutItem",
                                "dynamodb:DeleteItem",
                                "dynamodb:ConditionCheckItem"),
                        storage.table().getTableArn()),
                allow(List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), bodies()),
                knowWhatIsMissing());
    }

    private static List<PolicyStatement> with(List<PolicyStatement> some, PolicyStatement... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** How the ARNs of all machines begin, up to their names. */
    String machinesPrefix() {
        return arn("states", "stateMachine", "");
    }

    /** The machines that the publisher makes, with their versions; their names are fixed by {@code StateMachineName}. */
    private String machines() {
        return arn("states", "stateMachine", "keptn-*");
    }

    private String executions() {
        return arn("states", "execution", "keptn-*");
    }

    private String bodies() {
        return storage.bucket().arnForObjects("bodies/*");
    }

    /** Who may not list a bucket is told that he may not read an object that is not there, instead of that it is not there. */
    private PolicyStatement knowWhatIsMissing() {
        return allow(List.of("s3:ListBucket"), storage.bucket().getBucketArn());
    }

    private PolicyStatement putEventsAs(String source) {
        return PolicyStatement.Builder.create()
                .actions(List.of("events:PutEvents"))
                .resources(List.of(events.bus().getEventBusArn()))
                .conditions(Map.of("StringEquals", Map.of("events:source", source)))
                .build();
    }

    private PolicyStatement rows(List<String> actions, String... partitions) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(storage.table().getTableArn()))
                .conditions(Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(partitions))))
                .build();
    }

    private String arn(String service, String resource, String name) {
        return stack.formatArn(ArnComponents.builder()
                .service(service)
                .resource(resource)
                .resourceName(name)
                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                .build());
    }

    static PolicyStatement allow(List<String> actions, String... resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .build();
    }
}
