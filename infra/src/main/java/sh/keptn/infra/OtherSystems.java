package sh.keptn.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.events.Json;
import sh.keptn.translator.connections.Connections;
import sh.keptn.translator.connections.IncomingRule;
import sh.keptn.translator.connections.OutgoingRule;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/**
 * What connects projects with other systems of AWS: rules on the default bus whose events start sequences, and rules on
 * Keptn's bus that hand events to topics, queues and buses. One permission and two statements of the queue of dead letters
 * serve all of them, because policies of functions and queues are limited in size.
 */
final class OtherSystems extends Construct {

    private static final String TARGET = "target";

    private final Settings settings;
    private final DeadLetters deadLetters;
    private final Events events;
    private final KeptnFunction dispatchSequence;

    /** For each account that something is handed to: whether it is another one. */
    private final Map<String, CfnCondition> otherAccounts = new HashMap<>();

    OtherSystems(
            Construct scope,
            Settings settings,
            DeadLetters deadLetters,
            Events events,
            KeptnFunction dispatchSequence) {
        super(scope, "OtherSystems");
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.events = events;
        this.dispatchSequence = dispatchSequence;
        String incoming = rules(incomingName("*"));
        CfnPermission.Builder.create(this, "MayStartSequences")
                .action("lambda:InvokeFunction")
                .functionName(dispatchSequence.alias().getFunctionArn())
                .principal("events.amazonaws.com")
                .sourceArn(incoming)
                .build();
        deadLetters.take("EventsOfOthers", incoming);
        deadLetters.take("EventsForOthers", rules(settings.name() + "/" + outgoingName("*")));
    }

    /** Adds the rules of a project. */
    void connect(Construct project, Connections connections) {
        connections.incoming().forEach(rule -> incoming(project, rule));
        connections.outgoing().forEach(rule -> outgoing(project, rule));
    }

    private void incoming(Construct project, IncomingRule rule) {
        CfnRule.Builder.create(project, "On-" + rule.name())
                .name(incomingName(rule.name()))
                .description(rule.description())
                .eventPattern(Json.parseObject(rule.eventPattern()))
                .targets(List.of(target(dispatchSequence.alias().getFunctionArn())
                        .inputTransformer(CfnRule.InputTransformerProperty.builder()
                                .inputPathsMap(rule.inputPaths())
                                .inputTemplate(rule.inputTemplate().replace(IncomingRule.URL_SUFFIX, Aws.URL_SUFFIX))
                                .build())
                        .build()))
                .build();
    }

    private void outgoing(Construct project, OutgoingRule rule) {
        String id = "To-" + rule.name();
        Role role = Role.Builder.create(project, id + "-Role")
                .description("Lets " + outgoingName(rule.name()) + " send events to " + rule.target())
                .assumedBy(new ServicePrincipal("events.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of(action(rule.kind())))
                .resources(List.of(rule.target()))
                .build());
        CfnRule.TargetProperty.Builder target = target(rule.target());
        if (rule.kind() == OutgoingRule.Kind.EVENTS) {
            // A bus gets the event as it is; for what follows there, its envelope is what counts.
            target.roleArn(role.getRoleArn());
        } else {
            target.inputPath("$.detail.event").roleArn(roleForOtherAccounts(rule, role));
        }
        CfnRule.Builder.create(project, id)
                .name(outgoingName(rule.name()))
                .description(rule.description())
                .eventBusName(events.bus().getEventBusName())
                .eventPattern(Json.parseObject(rule.eventPattern()))
                .targets(List.of(target.build()))
                .build();
    }

    /**
     * EventBridge asks for a role where a topic or queue belongs to another account, and advises against one where it does not;
     * which account this is, is known when the stack is deployed.
     */
    private String roleForOtherAccounts(OutgoingRule rule, Role role) {
        CfnCondition other = otherAccounts.computeIfAbsent(
                rule.account(),
                account -> CfnCondition.Builder.create(this, "Other-" + account)
                        .expression(Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, account)))
                        .build());
        return Token.asString(Fn.conditionIf(other.getLogicalId(), role.getRoleArn(), Aws.NO_VALUE));
    }

    private static String action(OutgoingRule.Kind kind) {
        return switch (kind) {
            case SNS -> "sns:Publish";
            case SQS -> "sqs:SendMessage";
            case EVENTS -> "events:PutEvents";
        };
    }

    private CfnRule.TargetProperty.Builder target(String arn) {
        return CfnRule.TargetProperty.builder()
                .id(TARGET)
                .arn(arn)
                .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                        .arn(deadLetters.queue().getQueueArn())
                        .build())
                .retryPolicy(CfnRule.RetryPolicyProperty.builder()
                        .maximumRetryAttempts(Events.RETRIES)
                        .maximumEventAgeInSeconds(Events.RETRY_HOURS * 3600)
                        .build());
    }

    private String incomingName(String rule) {
        return settings.name() + "-on-" + rule;
    }

    private String outgoingName(String rule) {
        return settings.name() + "-to-" + rule;
    }

    private String rules(String name) {
        return Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("events")
                        .resource("rule")
                        .resourceName(name)
                        .build());
    }
}
