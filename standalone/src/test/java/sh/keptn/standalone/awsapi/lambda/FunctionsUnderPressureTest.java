package sh.keptn.standalone.awsapi.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.keptn.standalone.awsapi.http.HttpResponse;
import sh.keptn.standalone.awsapi.protocol.Caller;

/** Invocations that are many, or whose runtimes go away. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FunctionsUnderPressureTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whatDidNotReachItsRuntimeIsGivenToAnother() throws ExecutionException, InterruptedException {
        Functions functions = new Functions(Clock.systemUTC(), LONG, LONG, 10);
        CompletableFuture<HttpResponse> gone = functions.queue("greet").next();
        CompletableFuture<Outcome> outcome = invoke(functions);
        String id = id(gone.get());
        gone.get().sent().accept(false);
        CompletableFuture<HttpResponse> other = functions.queue("greet").next();
        assertThat(id(other.get())).isEqualTo(id);
        other.get().sent().accept(true);
        assertThat(functions.queue("greet").end(id, new Outcome.Returned("1"))).isTrue();
        assertThat(outcome.get()).isEqualTo(new Outcome.Returned("1"));
    }

    @Test
    void whatDidNotReachItsRuntimeWasNotTaken() throws ExecutionException, InterruptedException {
        Functions functions = new Functions(Clock.systemUTC(), LONG, SHORT, 10);
        CompletableFuture<HttpResponse> gone = functions.queue("greet").next();
        CompletableFuture<Outcome> outcome = invoke(functions);
        gone.get().sent().accept(false);
        assertThat(outcome.get()).isEqualTo(new Outcome.Refused(429, "TooManyRequestsException", "Rate Exceeded."));
        assertThat(functions.queue("greet").next()).isNotDone();
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsGivenToNobody() throws ExecutionException, InterruptedException {
        Functions functions = new Functions(Clock.systemUTC(), SHORT, SHORT, 10);
        CompletableFuture<HttpResponse> slow = functions.queue("greet").next();
        assertThat(invoke(functions).get()).isInstanceOf(Outcome.Failed.class);
        slow.get().sent().accept(false);
        assertThat(functions.queue("greet").next()).isNotDone();
    }

    @Test
    void moreThanThereIsRoomForIsThrottled() throws ExecutionException, InterruptedException {
        Functions functions = new Functions(Clock.systemUTC(), LONG, LONG, 1);
        CompletableFuture<HttpResponse> runtime = functions.queue("greet").next();
        CompletableFuture<Outcome> first = invoke(functions);
        String id = id(runtime.get());
        assertThat(invoke(functions).get())
                .isEqualTo(new Outcome.Refused(429, "TooManyRequestsException", "Rate Exceeded."));
        runtime.get().sent().accept(true);
        functions.queue("greet").end(id, new Outcome.Returned("1"));
        first.get();
        CompletableFuture<HttpResponse> next = functions.queue("greet").next();
        CompletableFuture<Outcome> second = invoke(functions);
        functions.queue("greet").end(id(next.get()), new Outcome.Returned("2"));
        next.get().sent().accept(true);
        assertThat(second.get()).isEqualTo(new Outcome.Returned("2"));
    }

    private CompletableFuture<Outcome> invoke(Functions functions) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return functions.invoke("greet", Caller.UNKNOWN, "{}");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private static String id(HttpResponse invocation) {
        return String.valueOf(invocation.headers().get("Lambda-Runtime-Aws-Request-Id"));
    }
}
