package sh.keptn.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * The end of every asynchronous edge: one queue for what could not be done after all retries, of rules and of functions,
 * and one alarm that tells of it.
 */
final class DeadLetters extends Construct {

    private static final int RETENTION_DAYS = 14;

    private final Queue queue;
    private final Topic topic;

    DeadLetters(Construct scope, Settings settings) {
        super(scope, "DeadLetters");
        queue = Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(RETENTION_DAYS))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        NagSuppressions.addResourceSuppressions(
                queue,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-SQS3")
                        .reason("It is the dead-letter queue.")
                        .build()));
        topic = Topic.Builder.create(this, "Topic").enforceSsl(true).build();
        if (settings.alarmEmail() != null) {
            topic.addSubscription(new EmailSubscription(settings.alarmEmail()));
        }
        Alarm alarm = Alarm.Builder.create(this, "Alarm")
                .alarmName(settings.name() + "-failed-events")
                .alarmDescription("Events or function calls failed after all retries; they lie in the queue"
                        + " that the stack's output FailedEvents names")
                .metric(queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                        .period(Duration.minutes(1))
                        .statistic("Maximum")
                        .build()))
                .threshold(1)
                .evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        tell(alarm);
        // A policy of its own takes the place of the one by which a topic takes what alarms of the account say.
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Alarm")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
    }

    /** Lets rules put there what they could not deliver. */
    void take(String sid, String rules) {
        queue.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(queue.getQueueArn()))
                .conditions(Map.of("ArnLike", Map.of("aws:SourceArn", rules)))
                .build());
    }

    /** Lets those who hear of failures hear of an alarm. */
    void tell(Alarm alarm) {
        alarm.addAlarmAction(new SnsAction(topic));
    }

    Queue queue() {
        return queue;
    }
}
