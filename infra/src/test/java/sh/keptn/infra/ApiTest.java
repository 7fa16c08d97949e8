package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.infra.CartsInstallation.properties;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The HTTP API: who may ask it, how often, and what is written down of it. */
class ApiTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void everyRouteOfTheApiNeedsATokenExceptLinks() {
        Map<String, String> authorization = new TreeMap<>();
        carts.resources("AWS::ApiGatewayV2::Route")
                .values()
                .forEach(route -> authorization.put(
                        String.valueOf(properties(route).get("RouteKey")),
                        String.valueOf(properties(route).get("AuthorizationType"))));
        assertThat(authorization)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ANY /api/{proxy+}", "CUSTOM",
                        "ANY /v1/{proxy+}", "CUSTOM",
                        "ANY /api/links/{id}", "NONE"));
        template.hasResourceProperties(
                "AWS::ApiGatewayV2::Authorizer",
                Map.of(
                        "AuthorizerType",
                        "REQUEST",
                        "AuthorizerPayloadFormatVersion",
                        "2.0",
                        "EnableSimpleResponses",
                        true,
                        "AuthorizerResultTtlInSeconds",
                        0));
        template.allResourcesProperties("AWS::ApiGatewayV2::Integration", Map.of("PayloadFormatVersion", "2.0"));
        template.hasResourceProperties("AWS::ApiGatewayV2::Api", Map.of("CorsConfiguration", Match.absent()));
    }

    @Test
    void theApiIsThrottledAndItsLogHasNoPaths() {
        template.hasResourceProperties(
                "AWS::ApiGatewayV2::Stage",
                Map.of(
                        "DefaultRouteSettings",
                        Map.of("ThrottlingRateLimit", 50, "ThrottlingBurstLimit", 100),
                        "AccessLogSettings",
                        Match.objectLike(Map.of("Format", Match.not(Match.stringLikeRegexp("path|protocol|query"))))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm", Map.of("MetricName", "5xx", "AlarmActions", Match.anyValue()));
    }
}
