package sh.keptn.lambda.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.Api;
import sh.keptn.api.Handled;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;

/**
 * {@code api}: handles the requests of an HTTP API. The log says who did what at which operation, and never a path, which may be
 * that of a link.
 */
final class ApiFunction implements LambdaFunction {

    private final Api api;

    ApiFunction(Api api) {
        this.api = api;
    }

    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        ApiRequest request = GatewayRequest.of(payload);
        try {
            Handled handled = api.handle(request);
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("operation", handled.operation());
            fields.put("status", handled.response().status());
            fields.put("token", handled.token());
            invocation.log().info("handled", fields);
            return GatewayRequest.answer(handled.response());
        } catch (RuntimeException e) {
            // What went wrong is for those who may read the log.
            invocation.log().error(e, Map.of("method", request.method()));
            return GatewayRequest.answer(ApiResponse.error(
                    500, "this was not done, or not said that it was; the log of the function api says what failed"));
        }
    }
}
