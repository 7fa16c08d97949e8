package sh.keptn.infra.flows;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The routes of a template's HTTP API. */
final class Routes {

    private static final Pattern FUNCTION_OF_AUTHORIZER = Pattern.compile(".*/functions/(.+)/invocations");

    private Routes() {}

    static List<HttpApi.Route> of(ResolvedTemplate template) {
        return template.resources("AWS::ApiGatewayV2::Route").values().stream()
                .map(route -> route(route, template))
                .toList();
    }

    private static HttpApi.Route route(ResourceProperties route, ResolvedTemplate template) {
        String integration = route.text("Target").substring("integrations/".length());
        return new HttpApi.Route(
                route.text("RouteKey").substring("ANY ".length()),
                template.resource("AWS::ApiGatewayV2::Integration", integration).text("IntegrationUri"),
                authorizer(route.textIfAny("AuthorizerId"), template));
    }

    private static @Nullable String authorizer(@Nullable String id, ResolvedTemplate template) {
        if (id == null) {
            return null;
        }
        String uri = template.resource("AWS::ApiGatewayV2::Authorizer", id).text("AuthorizerUri");
        return FUNCTION_OF_AUTHORIZER.matcher(uri).replaceFirst("$1");
    }
}
