package sh.keptn.services.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;

/** What the cases on disk cannot say: times, connections, threads. */
@Timeout(60)
final class TestServiceTest {

    @SuppressWarnings("NullAway.Init")
    private TestedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRateIsMeasuredFromWhenRequestsOughtToHaveBeenSent() {
        TaskAnswer.Finished answer = test("""
                users: 1
                rate: 100
                duration: 600ms
                steps: [{path: /slow}]
                """);

        Map<String, @Nullable Object> results = results(answer);
        long requests = ((Number) results.getOrDefault("requests", -1L)).longValue();
        // Each takes 60 ms at least, and each ought to have begun 10 ms after the one before.
        assertThat(requests).isBetween(1L, 11L);
        assertThat(time(results, "min")).isGreaterThan(59);
        assertThat(time(results, "max")).isGreaterThan(59 + 50.0 * (requests - 1));
        assertThat(answer.message())
                .endsWith((60 - requests)
                        + " iterations were not begun, as all users were busy: the rate was not reached");
    }

    @Test
    void aRateIsKept() {
        TaskAnswer.Finished answer = test("""
                users: 4
                rate: 100
                iterations: 50
                steps: [{path: /good}]
                """);

        assertThat(results(answer).get("requests")).isEqualTo(50L);
        assertThat((Double) results(answer).get("throughput")).isLessThan(50 / 0.49);
    }

    @Test
    void usersKeepTheirConnections() {
        TaskAnswer.Finished answer = test("""
                users: 5
                iterations: 500
                steps: [{path: /good}]
                """);

        assertThat(answer.result()).as(answer.message()).isEqualTo("pass");
        assertThat(server.connections()).isLessThanOrEqualTo(5);
    }

    @Test
    void usersBeginOneAfterAnotherAndWaitAfterTheirSteps() {
        TaskAnswer.Finished answer = test("""
                users: 2
                rampUp: 400ms
                iterations: 3
                steps: [{path: /good, pause: 150ms}]
                """);

        assertThat(results(answer).get("requests")).isEqualTo(3L);
        // The second user begins after 200 ms, when the first one has done two of three.
        assertThat((Double) results(answer).get("throughput")).isLessThan(3 / 0.3);
    }

    @Test
    void itEndsWhenTheDurationIsOver() {
        TaskAnswer.Finished answer = test("""
                users: 2
                duration: 300ms
                steps: [{path: /slow}]
                """);

        assertThat(answer.result()).isEqualTo("pass");
        assertThat((Long) results(answer).get("requests")).isBetween(1L, 12L);
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                test("timeout: 50s\nsteps: [{path: /hanging}]");
                ended.complete(null);
            } catch (CancellationException e) {
                ended.complete(e);
            }
        });
        caller.start();
        while (server.connections() == 0) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        assertThat(ended.get()).isInstanceOf(CancellationException.class);
    }

    private TaskAnswer.Finished test(String file) {
        TestService service = new TestService(
                (level, uri) -> Optional.of(file.getBytes(StandardCharsets.UTF_8)),
                AllowList.parse(List.of("127.0.0.1")),
                Resolver.system(),
                JMeter.missing("no JMeter here"),
                Duration.ofMinutes(1),
                Clock.systemUTC());
        TaskRequest request =
                Requests.of("test", "{\"deployment\": {\"deploymentURIsLocal\": [\"" + server.url() + "\"]}}");
        return (TaskAnswer.Finished) service.apply(new TaskRequest(
                request.event(),
                request.sequence(),
                request.task(),
                1,
                Clock.systemUTC().instant().plus(Duration.ofHours(1))));
    }

    private static Map<String, @Nullable Object> results(TaskAnswer.Finished answer) {
        Map<String, @Nullable Object> test = Json.child(answer.data(), "test");
        return Json.child(Json.child(test, "results"), String.valueOf(test.get("measured")));
    }

    private static double time(Map<String, @Nullable Object> results, String which) {
        return ((Number) Json.child(results, "responseTime").getOrDefault(which, Double.NaN)).doubleValue();
    }
}
