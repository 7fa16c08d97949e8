package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Who may do what: no more than is needed, and on no more than it is needed on. */
class PermissionsTest {

    /** Actions that name no resource, and must therefore be allowed on all of them. */
    private static final List<String> WITHOUT_RESOURCE =
            List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments", "cloudwatch:GetMetricData");

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void nobodyElsePutsEventsInOurName() {
        template.hasResourceProperties(
                "AWS::Events::EventBusPolicy",
                Map.of(
                        "Statement",
                        Match.objectLike(Map.of(
                                "Effect",
                                "Deny",
                                "Action",
                                "events:PutEvents",
                                "Principal",
                                Map.of("AWS", "*"),
                                "Condition",
                                Match.objectLike(
                                        Map.of("StringEquals", Map.of("events:source", "keptn.control-plane")))))));
        List<Statement> allowed = statementsOfRoles().stream()
                .filter(statement -> statement.actions().contains("events:PutEvents"))
                .filter(statement -> !TemplateText.of(statement.resource()).startsWith("arn:"))
                .toList();
        assertThat(allowed)
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement.condition())
                        .isIn(
                                Map.of("StringEquals", Map.of("events:source", "keptn.control-plane")),
                                Map.of("StringEquals", Map.of("events:source", "keptn.services"))));
    }

    @Test
    void nothingIsAllowedByWildcardActionsOrOnAllResources() {
        assertThat(statementsOfRoles()).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.actions()).noneMatch(action -> action.contains("*"));
            if (Objects.equals(statement.resource(), "*")) {
                assertThat(WITHOUT_RESOURCE).containsAll(statement.actions());
            }
        });
    }

    private List<Statement> statementsOfRoles() {
        return carts.resources("AWS::IAM::Policy").values().stream()
                .flatMap(policy -> Statement.of(policy).stream())
                .toList();
    }

    @Test
    void cdkNagHasNothingToSay() {
        assertThat(carts.annotations().findError("*", Match.stringLikeRegexp("AwsSolutions-.*")))
                .isEmpty();
        assertThat(carts.annotations().findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*")))
                .isEmpty();
    }

    @Test
    void changesOfTheBusesPolicyDoNotMeet() {
        assertThat(carts.resources("AWS::Events::EventBusPolicy").values())
                .filteredOn(policy -> policy.containsKey("DependsOn"))
                .hasSize(1);
    }
}
