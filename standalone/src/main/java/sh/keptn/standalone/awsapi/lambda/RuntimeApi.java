package sh.keptn.standalone.awsapi.lambda;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.events.Json;
import sh.keptn.standalone.awsapi.http.HttpHandler;
import sh.keptn.standalone.awsapi.http.HttpRequest;
import sh.keptn.standalone.awsapi.http.HttpResponse;

/**
 * Lambda's runtime API, below {@code /runtime/<function>} (AWS Lambda, "Using the Lambda runtime API for custom runtimes").
 * A function's process is started with {@code AWS_LAMBDA_RUNTIME_API=host:port/runtime/<function>}.
 */
public final class RuntimeApi implements HttpHandler {

    /** What the paths begin with. */
    public static final String PATH = "/runtime/";

    private static final Pattern CALL =
            Pattern.compile("/runtime/([A-Za-z0-9_-]{1,140})/2018-06-01/runtime/(init/error|invocation/(.+))");

    private final Functions functions;

    public RuntimeApi(Functions functions) {
        this.functions = functions;
    }

    @Override
    public CompletableFuture<HttpResponse> handle(HttpRequest request) {
        Matcher call = CALL.matcher(request.path());
        if (!call.matches()) {
            return refuse(404, "NotFound", "no path of the runtime API: " + request.path());
        }
        FunctionQueue queue = functions.queue(call.group(1));
        boolean isGet = request.method().equals("GET");
        if (isGet && "next".equals(call.group(3))) {
            return queue.next();
        }
        if (!request.method().equals("POST")) {
            return refuse(405, "MethodNotAllowed", "expected another method than " + request.method());
        }
        if (call.group(3) == null) {
            queue.failNext(failed(request));
            return accepted();
        }
        String[] parts = call.group(3).split("/", -1);
        if (parts.length != 2 || !(parts[1].equals("response") || parts[1].equals("error"))) {
            return refuse(404, "NotFound", "no path of the runtime API: " + request.path());
        }
        Outcome outcome = parts[1].equals("error") ? failed(request) : new Outcome.Returned(request.text());
        return queue.end(parts[0], outcome)
                ? accepted()
                : refuse(400, "InvalidRequestID", "nobody waits for the invocation " + parts[0]);
    }

    /** The error as the body says it, or as a header does where there is no body. */
    private static Outcome.Failed failed(HttpRequest request) {
        String type = request.header("Lambda-Runtime-Function-Error-Type");
        return request.body().length == 0 && type != null
                ? Outcome.Failed.of(type, "")
                : new Outcome.Failed(request.text());
    }

    private static CompletableFuture<HttpResponse> accepted() {
        return CompletableFuture.completedFuture(
                HttpResponse.of(202, "application/json", Json.write(Map.of("status", "OK"))));
    }

    private static CompletableFuture<HttpResponse> refuse(int status, String type, String message) {
        return CompletableFuture.completedFuture(HttpResponse.of(
                status, "application/json", Json.write(Map.of("errorType", type, "errorMessage", message))));
    }
}
