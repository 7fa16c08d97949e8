package sh.keptn.lambda.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.access.Access;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;

/**
 * {@code authorize}: tells API Gateway whether a request has a valid token, by the simple response of payload format 2.0
 * ("Control access to HTTP APIs with AWS Lambda authorizers"). What the token allows is looked at by {@code api}, which asks for
 * it again.
 */
final class AuthorizeFunction implements LambdaFunction {

    private final Access access;

    AuthorizeFunction(Access access) {
        this.access = access;
    }

    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        return Map.of("isAuthorized", access.of(GatewayRequest.of(payload)).isPresent());
    }
}
