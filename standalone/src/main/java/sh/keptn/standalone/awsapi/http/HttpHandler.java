package sh.keptn.standalone.awsapi.http;

import java.util.concurrent.CompletableFuture;

/** Answers requests, on the thread of the client's connection. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * The answer, now or later. A future that is not complete yet is cancelled where the client goes away: completing it
     * then says false.
     */
    CompletableFuture<HttpResponse> handle(HttpRequest request);
}
