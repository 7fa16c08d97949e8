package sh.keptn.standalone.awsapi.lambda;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.http.HttpRequest;
import sh.keptn.standalone.awsapi.http.HttpResponse;
import sh.keptn.standalone.awsapi.protocol.Caller;

/** Lambda's Invoke operation (AWS Lambda API reference, "Invoke"). */
public final class InvokeApi {

    /** What the paths begin with. */
    public static final String PATH = "/2015-03-31/functions/";

    private static final Pattern CALL = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final String JSON = "application/json";

    private final Functions functions;
    private final BiConsumer<String, String> later;

    /** @param later keeps an invocation, ARN and payload, and does it afterwards */
    public InvokeApi(Functions functions, BiConsumer<String, String> later) {
        this.functions = functions;
        this.later = later;
    }

    public HttpResponse handle(HttpRequest request) {
        Matcher call = CALL.matcher(request.path());
        if (!call.matches() || !request.method().equals("POST")) {
            return refuse(404, "UnknownOperationException", "only Invoke is served here");
        }
        String payload = request.body().length == 0 ? "{}" : request.text();
        try {
            Json.parse(payload);
        } catch (JsonException e) {
            return refuse(
                    400, "InvalidRequestContentException", "Could not parse request body into json: " + e.getMessage());
        }
        Caller caller = Caller.of(request);
        String function = call.group(1);
        String type = request.header("X-Amz-Invocation-Type");
        if (type == null || type.equals("RequestResponse")) {
            return invoke(function, caller, payload);
        }
        if (type.equals("Event")) {
            later.accept(
                    function.startsWith("arn:") ? function : caller.arn("lambda", "function:" + function), payload);
            return HttpResponse.of(202, JSON, "");
        }
        return type.equals("DryRun")
                ? HttpResponse.of(204, JSON, "")
                : refuse(400, "InvalidParameterValueException", "no invocation type: " + type);
    }

    private HttpResponse invoke(String function, Caller caller, String payload) {
        Outcome outcome;
        try {
            outcome = functions.invoke(function, caller, payload);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse(500, "ServiceException", "the endpoint ends");
        }
        if (outcome instanceof Outcome.Returned returned) {
            return HttpResponse.of(200, JSON, returned.payload()).with("X-Amz-Executed-Version", "$LATEST");
        }
        if (outcome instanceof Outcome.Failed failed) {
            return HttpResponse.of(200, JSON, failed.payload())
                    .with("X-Amz-Executed-Version", "$LATEST")
                    .with("X-Amz-Function-Error", "Unhandled");
        }
        Outcome.Refused refused = (Outcome.Refused) outcome;
        return refuse(refused.status(), refused.error(), refused.message());
    }

    private static HttpResponse refuse(int status, String error, String message) {
        return HttpResponse.of(status, JSON, Json.write(Map.of("Type", "User", "Message", message)))
                .with("x-amzn-ErrorType", error);
    }
}
