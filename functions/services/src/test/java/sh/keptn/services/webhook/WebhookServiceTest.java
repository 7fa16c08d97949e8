package sh.keptn.services.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.Resolver;

@Timeout(60)
class WebhookServiceTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private int status = 200;
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
                seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.createContext("/hang", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheCloudEvent() {
        TaskRequest request = Requests.of("test", "{\"labels\":{\"name\":\"gr\u00fcn\"}}");

        assertThat(call(origin() + "/hook", request)).isEqualTo(TaskAnswer.Finished.pass("", Map.of()));
        assertThat(seen)
                .containsExactly(
                        "POST /hook",
                        "application/cloudevents+json; charset=UTF-8",
                        Json.write(request.event().toJson()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/{{data.service}}/x               | /carts/x",
                "/{{data.labels.evil}}             | /..%2Fa%20b%3Fc%3Dd%26e%23f%25%C3%BC",
                "/a?q={{data.labels.evil}}&r=1     | /a?q=..%2Fa%20b%3Fc%3Dd%26e%23f%25%C3%BC&r=1",
                "/a{{data.labels.dots}}            | /a..",
            })
    void valuesStayInTheirPlace(String path, String requested) {
        String data = "{\"labels\":{\"evil\":\"../a b?c=d&e#f%\u00fc\",\"dots\":\"..\"}}";
        assertThat(call(origin() + path, Requests.of("test", data)).status()).isEqualTo("succeeded");
        assertThat(seen.peek()).isEqualTo("POST " + requested);
    }

    @Test
    void theUrlMayStartWithAnother() {
        TaskRequest request =
                Requests.of("test", "{\"deployment\":{\"deploymentURIsLocal\":[\"" + origin() + "/base\"]}}");

        assertThat(call("{{data.deployment.deploymentURIsLocal.0}}/{{data.stage}}", request)
                        .result())
                .isEqualTo("pass");
        assertThat(seen.peek()).isEqualTo("POST /base/dev");
    }

    @Test
    void hostAndPortMayBeValues() {
        TaskRequest request = Requests.of(
                "test",
                "{\"host\":\"127.0.0.1\",\"port\":" + server.getAddress().getPort() + "}");

        assertThat(call("http://{{data.host}}:{{data.port}}/", request).result())
                .isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://good.example{{data.at}}/  | webhook: `{{data.at}}` is not a host",
                "http://good.example:{{data.at}}/ | webhook: `{{data.at}}` is not a port",
                "http://{{data.slash}}/           | webhook: `{{data.slash}}` is not a host",
                "http://a/{{data.up}}/b           | webhook: `{{data.up}}` is `..`, which would change the URL's path",
                "{{data.slash}}/                  | webhook: `{{data.slash}}` is not a URL that starts with http:// or https://",
                "{{data.file}}                    | webhook: `{{data.file}}` is not a URL that starts with http:// or https://",
                "ht{{data.at}}://x                | webhook: `{{data.at}}` stands in the URL's scheme, which has to be http or https",
                "http://a/{{data.version}}        | webhook: `{{data.version}}` has no value: the event has nothing at `version`",
                "http://missing.invalid/?k=secret | webhook: the host `missing.invalid` has no address",
                "ftp://a/                         | webhook: refused: the URL's scheme is `ftp`, expected http or https",
                "http://10.0.0.1/                 | webhook: refused: `10.0.0.1` is at 10.0.0.1, which is private; the task service's `allow` does not name it",
            })
    void whatCannotBeCalledIsAnErroredAnswer(String url, String message) {
        TaskRequest request = Requests.of(
                "test", "{\"at\":\"@127.0.0.1\",\"slash\":\"a/b\",\"up\":\"..\",\"file\":\"file:///etc/passwd\"}");

        assertThat(call(url, request)).isEqualTo(TaskAnswer.Finished.errored(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | ok                                     | pass    | succeeded | ''",
                "204 | ''                                     | pass    | succeeded | ''",
                "202 | {\"status\":\"ok\",\"message\":\"queued\"} | pass | succeeded | ''",
                "200 | {\"id\": 7, \"result\": {\"x\": 1}}    | pass    | succeeded | ''",
                "200 | [\"result\"]                           | pass    | succeeded | ''",
                "200 | {\"result\":\"fail\",\"message\":\"no\",\"id\":7} | fail | succeeded | no",
                "200 | {\"result\":\"warning\"}               | warning | succeeded | ''",
                "200 | {\"status\":\"errored\"}               | fail    | errored   | ''",
            })
    void aSuccessPassesUnlessItsBodySaysOtherwise(
            int code, String text, String result, String answerStatus, String message) {
        status = code;
        body = text;

        assertThat(call(origin(), Requests.of("test", "{}")))
                .isEqualTo(new TaskAnswer.Finished(result, answerStatus, message, Map.of()));
    }

    @Test
    void theBodyMayBringData() {
        body = "{\"status\":\"succeeded\",\"data\":{\"test\":{\"p95\":12}}}";

        assertThat(call(origin(), Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.pass("", Map.of("test", Map.of("p95", 12L))));
    }

    @Test
    void aMalformedAnswerIsErrored() {
        body = "{\"status\":\"succeeded\",\"result\":\"failed\"}";

        assertThat(call(origin(), Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.errored("webhook: the answer of " + origin()
                        + " is malformed: `result`: expected pass, warning, fail, found `failed`"));
    }

    @Test
    void aLargeAnswerIsNotRead() {
        body = "<p>" + "x".repeat(70_000);
        assertThat(call(origin(), Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.pass("the answer is larger than 64 KB and was not read", Map.of()));
        body = "{\"x\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(call(origin(), Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.errored(
                        "webhook: " + origin() + ": the answer is larger than 64 KB and was not read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":\"failed\"}",
                "{\"result\":\"FAIL\"}",
                "{\"status\":\"Error\"}",
                "{\"result\":\"fail\"",
                "{\"result\":\"fail\"} and more"
            })
    void whatMayMeanAFailureIsNoPass(String answer) {
        body = answer;
        assertThat(call(origin(), Requests.of("test", "{}")))
                .isInstanceOfSatisfying(
                        TaskAnswer.Finished.class,
                        finished -> assertThat(finished.status()).isEqualTo("errored"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | ' disk\n\tfull '           | ' answered 500: disk full'",
                "404 | ''                         | ' answered 404'",
                "302 | ''                         | ' answered 302'",
                "400 | {\"result\":\"pass\"}      | ' answered 400: {\"result\":\"pass\"}'",
            })
    void anyOtherStatusFails(int code, String text, String message) {
        status = code;
        body = text;

        assertThat(call(origin() + "/?token=secret", Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.fail(origin() + message, Map.of()));
    }

    @Test
    void onlyTheFirstCharactersOfABodyAreRepeated() {
        status = 503;
        body = "\uD83D\uDE00".repeat(300);

        assertThat(call(origin(), Requests.of("test", "{}")).message())
                .isEqualTo(origin() + " answered 503: " + "\uD83D\uDE00".repeat(200) + "...");
    }

    @Test
    void nobodyListening() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(call("http://127.0.0.1:" + free + "/", Requests.of("test", "{}")))
                .isEqualTo(TaskAnswer.Finished.errored(
                        "webhook: no connection to http://127.0.0.1:" + free + ": connection refused"));
    }

    @Test
    void aSilentSystemIsGivenUpAtTheDeadline() {
        TaskRequest request = Requests.within(Requests.of("test", "{}"), Duration.ofMillis(300));

        assertThat(call(origin() + "/hang", request)).isEqualTo(TaskAnswer.Finished.errored("timed out after 0.3s"));
    }

    @Test
    void aDeadlineThatHasPassedCallsNobody() {
        TaskRequest request = Requests.within(Requests.of("test", "{}"), Duration.ofMillis(-1));

        assertThat(call(origin(), request))
                .isEqualTo(TaskAnswer.Finished.errored("not called: the task's deadline had passed"));
        assertThat(seen).isEmpty();
    }

    @Test
    void aSystemThatWasGivenALinkAnswersLater() throws InterruptedException {
        assertThat(linked("?callback={{links.finish}}&again={{ .links.finish }}"))
                .isEqualTo(new TaskAnswer.Pending(origin() + " was told; the answer comes by a link"));

        String link = "https%3A%2F%2Fapi.example%2Flinks%2Ffinish-1";
        assertThat(seen.take()).isEqualTo("POST /?callback=" + link + "&again=" + link);
    }

    @Test
    void aSystemThatWasGivenALinkMayAnswerAtOnce() {
        body = "{\"result\": \"warning\"}";
        assertThat(linked("?yes={{links.approve}}&no={{links.decline}}"))
                .isEqualTo(new TaskAnswer.Finished("warning", "succeeded", "", Map.of()));
        status = 500;
        assertThat(linked("?callback={{links.finish}}")).isInstanceOf(TaskAnswer.Finished.class);
    }

    @Test
    void aLinkThatCannotBeMadeIsAnError() {
        assertThat(call(origin() + "?callback={{links.finish}}", Requests.of("test", "{}")))
                .extracting(TaskAnswer.Finished::message)
                .asString()
                .startsWith(
                        "webhook: `{{links.finish}}` has no value: a link leads to the HTTP API, which there is on AWS");
        assertThat(linked("?callback={{links.abort}}"))
                .isEqualTo(TaskAnswer.Finished.errored("webhook: `{{links.abort}}` is no link; there are links.approve,"
                        + " links.decline, links.finish"));
        assertThat(seen).isEmpty();
    }

    /** Calls the system with links that are numbered as they are made. */
    private TaskAnswer linked(String query) {
        AtomicInteger number = new AtomicInteger();
        AnswerLinks links =
                (triggered, verb) -> Optional.of("https://api.example/links/" + verb + "-" + number.incrementAndGet());
        return service(origin() + query, links).apply(Requests.of("test", "{}"));
    }

    private TaskAnswer.Finished call(String url, TaskRequest request) {
        return (TaskAnswer.Finished) service(url, AnswerLinks.NONE).apply(request);
    }

    private static WebhookService service(String url, AnswerLinks links) {
        Resolver resolver = host -> {
            throw new UnknownHostException(host);
        };
        GuardedHttpClient http = new GuardedHttpClient(AllowList.parse(List.of("127.0.0.1")), resolver);
        return new WebhookService(url, LONG, http, links, Requests.CLOCK);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
