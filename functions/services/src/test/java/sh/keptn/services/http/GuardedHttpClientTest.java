package sh.keptn.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.http.OutgoingHttpException.Reason;

@Timeout(60)
class GuardedHttpClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger lookUps = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheBodyWithItsType() throws Exception {
        server.createContext("/hook", exchange -> answer(exchange, 201, "thanks \u00fc"));

        IncomingResponse response = post(url("/hook?a=b%20c"));

        assertThat(response).isEqualTo(new IncomingResponse(url(""), 201, null, null, "thanks \u00fc", false));
        assertThat(seen).containsExactly("POST /hook?a=b%20c application/json; charset=UTF-8 {\"k\":\"\u00fc\"}");
    }

    @Test
    void connectsToTheCheckedAddressUnderTheNameOfTheUrl() throws Exception {
        List<String> hosts = new ArrayList<>();
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            answer(exchange, 200, "");
        });

        IncomingResponse response = post("http://Jenkins.corp:" + port() + "/");

        assertThat(response.status()).isEqualTo(200);
        assertThat(hosts).singleElement().asString().isEqualToIgnoringCase("jenkins.corp:" + port());
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void addressesOfTheSixthVersionAreCalledToo() throws Exception {
        HttpServer six = HttpServer.create();
        try {
            six.bind(new InetSocketAddress(IpAddresses.parse("::1").orElseThrow(), 0), 0);
        } catch (IOException e) {
            abort("no IPv6 on this machine: " + e.getMessage());
        }
        start(six);
        List<String> hosts = new ArrayList<>();
        six.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            answer(exchange, 200, "six");
        });
        try {
            String origin = "http://[::1]:" + six.getAddress().getPort();

            assertThat(post(origin + "/")).isEqualTo(new IncomingResponse(origin, 200, null, null, "six", false));
            assertThat(hosts).containsExactly(origin.substring("http://".length()));
        } finally {
            six.stop(0);
        }
    }

    @Test
    void aSecondLookUpCannotLeadElsewhere() {
        List<List<InetAddress>> answers = new ArrayList<>(List.of(
                List.of(IpAddresses.parse("93.184.216.34").orElseThrow()), List.of(InetAddress.getLoopbackAddress())));
        GuardedHttpClient client = new GuardedHttpClient(AllowList.parse(List.of()), host -> answers.remove(0));
        server.createContext("/", exchange -> answer(exchange, 200, ""));

        // Nothing is sent to the public address: the time is over before.
        OutgoingHttpException failure = failure(
                client, OutgoingRequest.post("http://rebind.example:" + port() + "/", "a/b", "", Duration.ZERO));

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(answers).hasSize(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void withoutTheListLoopbackIsNotCalled() {
        server.createContext("/", exchange -> answer(exchange, 200, ""));
        GuardedHttpClient strict = new GuardedHttpClient(AllowList.parse(List.of()), Resolver.system());

        assertThat(failure(strict, request(url("/"), LONG)).reason()).isEqualTo(Reason.REFUSED);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectPostsTheSameAgain(int status) throws Exception {
        server.createContext("/from", exchange -> redirect(exchange, status, "to?x=1"));
        server.createContext("/to", exchange -> answer(exchange, 200, "there"));

        assertThat(post(url("/from")).body()).isEqualTo("there");
        assertThat(seen)
                .element(1)
                .asString()
                .startsWith("POST /to?x=1 application/json")
                .endsWith("{\"k\":\"\u00fc\"}");
    }

    @Test
    void afterSeeOtherTheAnswerIsFetched() throws Exception {
        server.createContext("/from", exchange -> redirect(exchange, 303, "/to"));
        server.createContext("/to", exchange -> answer(exchange, 200, "there"));

        assertThat(post(url("/from")).body()).isEqualTo("there");
        assertThat(seen).element(1).asString().startsWith("GET /to null");
    }

    @Test
    void getsWithHeadersAndSaysWhenToComeAgain() throws Exception {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            answer(exchange, 429, exchange.getRequestHeaders().getFirst("Api-Token"));
        });

        IncomingResponse response = client().send(get(url("/v?q=1")));

        assertThat(response).isEqualTo(new IncomingResponse(url(""), 429, "7", null, "s3cr3t", false));
        assertThat(seen).containsExactly("GET /v?q=1 null ");
    }

    @ParameterizedTest
    @CsvSource({"http://jenkins.corp,s3cr3t", "http://other.corp,none"})
    void headersAreForWhomTheyWereMeant(String origin, String expected) throws Exception {
        server.createContext("/from", exchange -> redirect(exchange, 302, origin + ":" + port() + "/to"));
        server.createContext("/to", exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Api-Token");
            answer(exchange, 200, token == null ? "none" : token);
        });

        assertThat(client().send(get("http://jenkins.corp:" + port() + "/from")).body())
                .isEqualTo(expected);
    }

    @Test
    void aRequestIsNotShownWithItsHeaders() {
        assertThat(get(url("/?token=x"))).hasToString("GET request");
    }

    @Test
    void fiveRedirectsAreFollowedAndNotSix() throws Exception {
        server.createContext("/", exchange -> {
            int left = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            if (left == 0) {
                answer(exchange, 200, "end");
            } else {
                redirect(exchange, 307, "/" + (left - 1));
            }
        });

        assertThat(post(url("/5")).body()).isEqualTo("end");
        OutgoingHttpException failure = failure(client(), request(url("/6"), LONG));
        assertThat(failure).hasMessage("refused: more than 5 redirects, the last from " + url(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://169.254.169.254/latest/meta-data | REFUSED      | which is a metadata address of the cloud",
                "http://inside.corp/                     | REFUSED      | which is private",
                "//10.0.0.1/                             | REFUSED      | which is private",
                "file:///etc/passwd                      | REFUSED      | scheme is `file`",
                "http://a b/                             | REFUSED      | malformed URL",
                "http://missing.corp/                    | UNKNOWN_HOST | `missing.corp` has no address",
            })
    void aRedirectIsCheckedLikeTheFirstUrl(String location, Reason reason, String message) {
        server.createContext("/", exchange -> redirect(exchange, 302, location));

        OutgoingHttpException failure = failure(client(), request(url("/"), LONG));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining(url("") + " redirects").hasMessageContaining(message);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aRedirectStatusWithoutLocationIsAnAnswer() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 302, "where"));

        assertThat(post(url("/")).status()).isEqualTo(302);
    }

    @Test
    void readsTheStartOfAnEndlessBody() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    out.write(chunk);
                }
            }
        });

        IncomingResponse response = post(url("/"));

        assertThat(response.body()).hasSize(OutgoingRequest.ANSWER_LIMIT);
        assertThat(response.cut()).isTrue();
    }

    @Test
    void aSilentServerIsGivenUp() {
        server.createContext("/", exchange -> isOver(LONG));

        assertThat(failure(client(), request(url("/"), Duration.ofMillis(300))).reason())
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aBodyThatDripsIsGivenUp() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (!isOver(Duration.ofMillis(50))) {
                out.write('x');
                out.flush();
            }
        });

        assertThat(failure(client(), request(url("/"), Duration.ofMillis(500))).reason())
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aPortWhereNobodyListensIsSaid() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        OutgoingHttpException failure = failure(client(), request("http://127.0.0.1:" + free + "/s?token=x", LONG));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessage("no connection to http://127.0.0.1:" + free + ": connection refused");
    }

    @Test
    void anAnswerThatIsNotHttpIsSaid() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (var connection = socket.accept()) {
                    connection.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    seen.add(String.valueOf(e));
                }
            });
            OutgoingHttpException failure =
                    failure(client(), request("http://127.0.0.1:" + socket.getLocalPort() + "/", LONG));

            assertThat(failure.reason()).isEqualTo(Reason.BROKEN);
        }
    }

    @Test
    void theCertificateHasToBeOfTheNameInTheUrl() throws Exception {
        SSLContext tls = selfSigned("jenkins.corp");
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        start(https);
        try {
            https.createContext("/", exchange -> answer(exchange, 200, "safe"));
            int port = https.getAddress().getPort();
            GuardedHttpClient trusting = new GuardedHttpClient(allow(), this::resolve, tls);

            assertThat(trusting.send(request("https://jenkins.corp:" + port + "/", LONG))
                            .body())
                    .isEqualTo("safe");
            assertThat(failure(trusting, request("https://other.corp:" + port + "/", LONG))
                            .reason())
                    .isEqualTo(Reason.UNREACHABLE);
            assertThat(failure(client(), request("https://jenkins.corp:" + port + "/", LONG)))
                    .hasMessageStartingWith("no secure connection to https://jenkins.corp:" + port + ": ");
        } finally {
            https.stop(0);
        }
    }

    @Test
    void fromHttpsToHttpIsRefused() throws Exception {
        SSLContext tls = selfSigned("jenkins.corp");
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        start(https);
        try {
            https.createContext("/", exchange -> redirect(exchange, 307, url("/")));
            GuardedHttpClient trusting = new GuardedHttpClient(allow(), this::resolve, tls);

            assertThat(failure(
                            trusting,
                            request("https://jenkins.corp:" + https.getAddress().getPort() + "/", LONG)))
                    .hasMessageEndingWith(" redirects from https to http");
        } finally {
            https.stop(0);
        }
    }

    private GuardedHttpClient client() {
        return new GuardedHttpClient(allow(), this::resolve);
    }

    private static AllowList allow() {
        return AllowList.parse(List.of("127.0.0.1", "::1"));
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookUps.incrementAndGet();
        return switch (host) {
            case "jenkins.corp", "other.corp" -> List.of(InetAddress.getLoopbackAddress());
            case "inside.corp" -> List.of(IpAddresses.parse("192.168.7.7").orElseThrow());
            default -> throw new UnknownHostException(host);
        };
    }

    private IncomingResponse post(String url) throws OutgoingHttpException {
        return client().send(request(url, LONG));
    }

    private static OutgoingRequest get(String url) {
        return OutgoingRequest.get(url, Map.of("Api-Token", "s3cr3t"), LONG, OutgoingRequest.ANSWER_LIMIT);
    }

    private static OutgoingRequest request(String url, Duration timeout) {
        return OutgoingRequest.post(url, "application/json", "{\"k\":\"\u00fc\"}", timeout);
    }

    private static OutgoingHttpException failure(GuardedHttpClient client, OutgoingRequest request) {
        return catchThrowableOfType(OutgoingHttpException.class, () -> client.send(request));
    }

    private <S extends HttpServer> S start(S made) {
        made.setExecutor(threads);
        made.start();
        return made;
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Whether the test ends within that time. */
    private boolean isOver(Duration wait) {
        try {
            return over.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void note(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        note(exchange);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        answer(exchange, status, "");
    }

    /** A certificate of one name, made by the JDK's own keytool, and a context that has and trusts it. */
    private SSLContext selfSigned(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(ours.getKeyManagers(), trusted.getTrustManagers(), null);
        return tls;
    }
}
