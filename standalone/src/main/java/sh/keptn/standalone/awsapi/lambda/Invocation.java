package sh.keptn.standalone.awsapi.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import sh.keptn.standalone.awsapi.http.HttpResponse;

/** One call of a function, from its queue to its outcome. */
final class Invocation {

    private final String id = UUID.randomUUID().toString();
    private final String functionArn;
    private final String payload;
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();

    Invocation(String functionArn, String payload) {
        this.functionArn = functionArn;
        this.payload = payload;
    }

    String id() {
        return id;
    }

    String functionArn() {
        return functionArn;
    }

    /** Complete when a runtime has it, as far as its connection says. */
    CompletableFuture<Boolean> taken() {
        return taken;
    }

    /** Complete when a runtime has said what became of it. */
    CompletableFuture<Outcome> done() {
        return done;
    }

    /**
     * The invocation as a runtime gets it (AWS Lambda, "Using the Lambda runtime API for custom runtimes", Next invocation).
     *
     * @param lost told when the runtime was gone before it had it
     */
    HttpResponse toRuntime(Instant deadline, Runnable lost) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Lambda-Runtime-Aws-Request-Id", id);
        headers.put("Lambda-Runtime-Deadline-Ms", String.valueOf(deadline.toEpochMilli()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        String root = Long.toHexString(deadline.getEpochSecond()) + "-"
                + id.replace("-", "").substring(0, 24);
        headers.put("Lambda-Runtime-Trace-Id", "Root=1-" + root + ";Sampled=0");
        return new HttpResponse(200, headers, payload.getBytes(StandardCharsets.UTF_8), sent -> {
            if (sent) {
                taken.complete(true);
            } else {
                lost.run();
            }
        });
    }
}
