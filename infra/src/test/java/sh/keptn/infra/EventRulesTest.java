package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The rules by which events come in and go out, and the one that keeps time. */
class EventRulesTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void eventsOfOthersAreMadeToTriggersOnTheirWay() {
        template.hasResourceProperties(
                "AWS::Events::Rule",
                Map.of(
                        "Name",
                        Match.stringLikeRegexp("^keptn-on-carts-dev.delivery-[0-9a-f]{8}$"),
                        "EventBusName",
                        Match.absent(),
                        "EventPattern",
                        Match.objectLike(Map.of(
                                "source",
                                List.of("aws.ecr"),
                                "detail",
                                Match.objectLike(Map.of("repository-name", List.of("shop/carts"))))),
                        "Targets",
                        List.of(Match.objectLike(Map.of(
                                "Arn",
                                Map.of("Ref", Match.stringLikeRegexp("dispatchSequenceLive")),
                                "InputTransformer",
                                Match.objectLike(Map.of(
                                        "InputPathsMap",
                                        Match.objectLike(Map.of("digest", "$.detail.image-digest")),
                                        "InputTemplate",
                                        Map.of(
                                                "Fn::Join",
                                                List.of(
                                                        "",
                                                        Match.arrayWith(List.of(
                                                                Match.stringLikeRegexp(
                                                                        "sh.keptn.event.dev.delivery.triggered"),
                                                                Map.of("Ref", "AWS::URLSuffix"))))))))))));
        template.hasResourceProperties(
                "AWS::Lambda::Permission",
                Map.of(
                        "Action",
                        "lambda:InvokeFunction",
                        "Principal",
                        "events.amazonaws.com",
                        "SourceArn",
                        Match.objectLike(Map.of(
                                "Fn::Join",
                                List.of("", Match.arrayWith(List.of(Match.stringLikeRegexp("rule/keptn-on-\\*"))))))));
    }

    @Test
    void eventsAreHandedToTopicsQueuesAndBuses() {
        Object pattern = Map.of(
                "source",
                List.of("keptn.control-plane"),
                "detail",
                Map.of("keptn", Map.of("project", List.of("carts"), "result", List.of("fail"))));
        Object roleElsewhere = Map.of("Fn::If", Match.anyValue());
        template.hasResourceProperties(
                "AWS::Events::Rule", outgoing("topic", pattern, "$.detail.event", roleElsewhere));
        template.hasResourceProperties(
                "AWS::Events::Rule", outgoing("queue", Match.anyValue(), "$.detail.event", roleElsewhere));
        template.hasResourceProperties(
                "AWS::Events::Rule",
                outgoing("bus", Match.anyValue(), Match.absent(), Map.of("Fn::GetAtt", Match.anyValue())));
        assertThat(template.findConditions("*")).as("one for each account").hasSize(1);
    }

    private static Map<String, Object> outgoing(String name, Object pattern, Object inputPath, Object role) {
        return Map.of(
                "Name",
                Match.stringLikeRegexp("^keptn-to-carts-" + name + "-[0-9a-f]{8}$"),
                "EventBusName",
                Map.of("Ref", Match.stringLikeRegexp("^EventsBus")),
                "EventPattern",
                pattern,
                "Targets",
                List.of(Match.objectLike(Map.of("InputPath", inputPath, "RoleArn", role))));
    }

    @Test
    void theSweepIsOffUntilSomethingIsOpen() {
        template.hasResourceProperties(
                "AWS::Events::Rule",
                Map.of("Name", "keptn-sweep", "ScheduleExpression", "rate(1 minute)", "State", "DISABLED"));
    }
}
