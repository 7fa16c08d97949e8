package sh.keptn.services.sli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.services.Requests;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.SliRequest.Indicator;
import sh.keptn.services.sli.monitoring.MonitoringSystems;

/**
 * A Prometheus of this machine ({@code apt-get install prometheus}) that scrapes itself and a server with known counters. It takes some
 * seconds and so runs on demand: {@code -Dprometheus}.
 */
@EnabledIfSystemProperty(named = "prometheus", matches = ".*", disabledReason = "asked for with -Dprometheus")
@Timeout(60)
final class RealPrometheusTest {

    private static final int REQUESTS = 40;
    private static final int FAILED = 2;

    private final AtomicLong scrapes = new AtomicLong();
    private final CountDownLatch scraped = new CountDownLatch(4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer measured;

    @SuppressWarnings("NullAway.Init")
    private Process prometheus;

    private int port;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(isInstalled(), "there is no `prometheus` on this machine");
        measured = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        measured.createContext("/metrics", exchange -> {
            byte[] body = metrics(scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            scraped.countDown();
        });
        measured.start();
        port = freePort();
        Path settings = Files.writeString(folder.resolve("prometheus.yml"), """
            global: {scrape_interval: 1s}
            scrape_configs:
            - job_name: carts-dev
              static_configs: [{targets: ["127.0.0.1:%d"]}]
            - job_name: prometheus
              static_configs: [{targets: ["127.0.0.1:%d"]}]
            """.formatted(
                        measured.getAddress().getPort(), port));
        prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.destroy();
            prometheus.waitFor();
        }
        if (measured != null) {
            measured.stop(0);
        }
    }

    @Test
    void valuesAreWhatTheProcessHasMeasured() throws Exception {
        assertThat(scraped.await(30, TimeUnit.SECONDS)).as(log()).isTrue();
        Instant end = lastSample();
        List<SliValue> values = values(
                end,
                new Indicator(
                        "requests",
                        "requests_total{job=\"$SERVICE-$STAGE\"} / requests_total{job=\"$SERVICE-$STAGE\"}"),
                new Indicator(
                        "error_rate",
                        "sum(rate(errors_total{job=\"$SERVICE-$STAGE\"}[$DURATION_SECONDS]))"
                                + " / sum(rate(requests_total{job=\"$SERVICE-$STAGE\"}[$DURATION_SECONDS]))"),
                new Indicator(
                        "p95",
                        "histogram_quantile(0.95, sum by(le)"
                                + " (rate(duration_ms_bucket{job=\"$SERVICE-$STAGE\"}[$DURATION_SECONDS])))"),
                new Indicator("up", "scalar(up{job=\"prometheus\"})"),
                new Indicator("missing", "sum(missing_total)"),
                new Indicator("several", "up"),
                new Indicator("nothing", "0 / scalar(count(missing_total) or vector(0))"),
                new Indicator("wrong", "sum("));

        assertThat(values.subList(0, 4)).extracting(SliValue::message).containsOnly("");
        assertThat(values.get(0).value()).isEqualTo(1);
        assertThat(values.get(1).value()).isCloseTo((double) FAILED / REQUESTS, within(1e-9));
        assertThat(values.get(2).value()).isCloseTo(95, within(1e-6));
        assertThat(values.get(3).value()).isEqualTo(1);
        assertThat(values.subList(4, 8)).noneMatch(SliValue::isSuccess);
        assertThat(values.get(4).message()).startsWith("the query found no data");
        assertThat(values.get(5).message()).startsWith("the query gives 2 series");
        assertThat(values.get(6).message()).startsWith("the query gives NaN");
        assertThat(values.get(7).message()).contains("answered 400: ").contains("parse error");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private List<SliValue> values(Instant end, Indicator... indicators) {
        SliRequest request = new SliRequest(
                "sockshop",
                "dev",
                "carts",
                "",
                Map.of(),
                Map.of(),
                end.minusSeconds(60),
                end,
                end.plusSeconds(60),
                Requests.of("evaluation", "{}").event(),
                null,
                List.of(indicators));
        return new MonitoringSystems(name -> Optional.empty(), Resolver.system(), Map.of(), Clock.systemUTC())
                .find(
                        "prometheus",
                        "http://127.0.0.1:" + port,
                        Map.of(),
                        AllowList.parse(List.of("127.0.0.1")),
                        Duration.ofSeconds(30))
                .orElseThrow()
                .values(request)
                .values();
    }

    /** Each scrape sees as many more requests, of which one half took up to 50 ms and the other up to 100. */
    private static String metrics(long scrape) {
        return """
            requests_total %d
            errors_total %d
            duration_ms_bucket{le="50"} %d
            duration_ms_bucket{le="100"} %d
            duration_ms_bucket{le="+Inf"} %d
            """.formatted(
                REQUESTS * scrape, FAILED * scrape, REQUESTS / 2 * scrape, REQUESTS * scrape, REQUESTS * scrape);
    }

    /** What has been scraped is stored a moment later. */
    private Instant lastSample() throws Exception {
        URI series =
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=count_over_time(errors_total[1m])%3E%3D3");
        while (true) {
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(series).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            if (answer.contains("carts-dev")) {
                return Instant.now();
            }
            Thread.onSpinWait();
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "prometheus")));
    }
}
