package sh.keptn.infra;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Where events end that cannot be delivered, and who hears of it. */
class DeadLettersTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void everyAsynchronousEdgeEndsInTheQueueOfDeadLetters() {
        template.resourceCountIs(
                "AWS::Lambda::EventInvokeConfig",
                carts.resources("AWS::Lambda::Function").size());
        template.allResourcesProperties(
                "AWS::Lambda::EventInvokeConfig",
                Map.of("DestinationConfig", Map.of("OnFailure", Map.of("Destination", Match.anyValue()))));
        template.allResourcesProperties(
                "AWS::Events::Rule",
                Map.of(
                        "Targets",
                        Match.arrayWith(List.of(
                                Match.objectLike(Map.of("DeadLetterConfig", Map.of("Arn", Match.anyValue())))))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("MetricName", "ApproximateNumberOfMessagesVisible", "AlarmActions", Match.anyValue()));
        template.hasResourceProperties(
                "AWS::SNS::TopicPolicy",
                Map.of(
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        Map.of("Service", "cloudwatch.amazonaws.com"),
                                        "Action",
                                        "sns:Publish"))))))));
        template.hasResourceProperties(
                "AWS::SQS::QueuePolicy",
                Map.of(
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(
                                        Match.objectLike(Map.of("Sid", "RulesOfProjects", "Effect", "Allow"))))))));
        template.hasResourceProperties(
                "AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "ops@example.com"));
    }
}
