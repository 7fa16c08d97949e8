package sh.keptn.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sh.keptn.controlplane.links.Links;
import sh.keptn.events.Json;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpLambdaAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpLambdaResponseType;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * The HTTP API: everything below {@code /api} needs a token, except links, which are permissions themselves. Which operations there
 * are, and what a token has to allow for each, is known by the function {@code api} alone.
 */
final class Api extends Construct {

    /** API Gateway waits for 30 seconds at most. */
    private static final Duration TIMEOUT = Duration.seconds(29);

    private static final int TOKEN_LENGTH = 40;
    private static final int REQUESTS_PER_SECOND = 50;
    private static final int BURST = 100;

    private final Secret tokens;
    private final HttpApi api;
    private final KeptnFunction handler;
    private final KeptnFunction authorize;

    Api(
            Construct scope,
            Settings settings,
            DeadLetters deadLetters,
            Permissions permissions,
            Map<String, String> environment) {
        super(scope, "Api");
        tokens = tokens(settings);
        api = HttpApi.Builder.create(this, "Http")
                .apiName(settings.name())
                .description("Events for " + settings.name() + ", and links by which tasks are answered")
                .build();
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("KEPTN_API_URL", url());
        variables.put("KEPTN_API_TOKENS", tokens.getSecretArn());
        PolicyStatement readTokens = Permissions.allow(List.of("secretsmanager:GetSecretValue"), tokens.getSecretArn());
        List<PolicyStatement> mayDo = new ArrayList<>(permissions.controlPlane());
        mayDo.add(permissions.wakeSweep());
        mayDo.add(readTokens);
        handler = function(settings, deadLetters, "api", "Handles the requests of the HTTP API", variables, mayDo);
        authorize = function(
                settings,
                deadLetters,
                "authorize",
                "Tells whether a request has a valid token",
                variables,
                List.of(readTokens));
        addRoutes(authorize);
        logAndThrottle(settings);
        deadLetters.tell(Alarm.Builder.create(this, "Alarm")
                .alarmName(settings.name() + "-api-errors")
                .alarmDescription(
                        "The HTTP API answered that something had failed; the log of the function api, or authorize, says what")
                .metric(api.metricServerError(MetricOptions.builder()
                        .period(Duration.minutes(5))
                        .statistic("Sum")
                        .build()))
                .threshold(1)
                .evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    /** The tokens, the first of them made here; people change them, and a deployment does not change them back. */
    private Secret tokens(Settings settings) {
        Secret secret = Secret.Builder.create(this, "Tokens")
                .description("Tokens of the HTTP API of " + settings.name())
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"tokens\":[]}")
                        .generateStringKey("bootstrap")
                        .passwordLength(TOKEN_LENGTH)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        NagSuppressions.addResourceSuppressions(
                secret,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-SMG4")
                        .reason(
                                "Whoever uses a token has to get the new one before the old one ends: docs/aws/api.md says how"
                                        + " two are valid meanwhile.")
                        .build()));
        return secret;
    }

    private KeptnFunction function(
            Settings settings,
            DeadLetters deadLetters,
            String name,
            String does,
            Map<String, String> variables,
            List<PolicyStatement> mayDo) {
        return new KeptnFunction(
                this,
                settings,
                new KeptnFunction.Spec(
                        FunctionFamily.API, name, does, TIMEOUT, new SqsDestination(deadLetters.queue())),
                variables,
                mayDo);
    }

    private void addRoutes(KeptnFunction authorize) {
        HttpLambdaIntegration integration = HttpLambdaIntegration.Builder.create("Handler", handler.alias())
                .timeout(TIMEOUT)
                .build();
        // A cache needs one header that all requests have; a token comes in one of two. The function keeps what it has
        // read.
        HttpLambdaAuthorizer authorizer = HttpLambdaAuthorizer.Builder.create("Authorizer", authorize.alias())
                .responseTypes(List.of(HttpLambdaResponseType.SIMPLE))
                .identitySource(List.of())
                .resultsCacheTtl(Duration.seconds(0))
                .build();
        for (String path : List.of("/api/{proxy+}", "/v1/{proxy+}")) {
            api.addRoutes(AddRoutesOptions.builder()
                    .path(path)
                    .methods(List.of(HttpMethod.ANY))
                    .integration(integration)
                    .authorizer(authorizer)
                    .build());
        }
        api.addRoutes(AddRoutesOptions.builder()
                        .path(Links.PATH + "{id}")
                        .methods(List.of(HttpMethod.ANY))
                        .integration(integration)
                        .build())
                .forEach(route -> NagSuppressions.addResourceSuppressions(
                        route,
                        List.of(NagPackSuppression.builder()
                                .id("AwsSolutions-APIG4")
                                .reason("A link is the permission itself: 256 random bits, for one answer to one task.")
                                .build())));
    }

    /** The log has no paths: that of a link is as good as a password. */
    private void logAndThrottle(Settings settings) {
        LogGroup log = LogGroup.Builder.create(this, "AccessLog")
                .logGroupName("/aws/vendedlogs/" + settings.name() + "-api")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Map<String, String> line = new TreeMap<>();
        line.put("time", "$context.requestTime");
        line.put("requestId", "$context.requestId");
        line.put("ip", "$context.identity.sourceIp");
        line.put("route", "$context.routeKey");
        line.put("status", "$context.status");
        line.put("error", "$context.error.message");
        line.put("milliseconds", "$context.responseLatency");
        if (api.getDefaultStage() == null
                || !(api.getDefaultStage().getNode().getDefaultChild() instanceof CfnStage stage)) {
            throw new IllegalStateException("an HTTP API has a default stage");
        }
        stage.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(log.getLogGroupArn())
                .format(Json.write(line))
                .build());
        stage.setDefaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                .throttlingRateLimit(REQUESTS_PER_SECOND)
                .throttlingBurstLimit(BURST)
                .build());
    }

    /** Where it is reached, without a slash at the end. */
    String url() {
        return api.getApiEndpoint();
    }

    /** Name of the secret with the tokens. */
    String tokensName() {
        return tokens.getSecretName();
    }

    /** All functions. */
    List<KeptnFunction> functions() {
        return List.of(handler, authorize);
    }

    /** The role that may speak for the control plane. */
    String roleArn() {
        return handler.role().getRoleArn();
    }
}
