package sh.keptn.jmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keptn.scenarios.results.Measured;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.test.JMeterException;
import sh.keptn.services.test.JMeterProcess;
import sh.keptn.services.test.JMeterScript;

/** JMeter itself, against a real server. Each script takes JMeter some seconds to begin with, so that most are run with {@code -Pfull}. */
final class JMeterProcessTest {

    private final JMeterProcess jmeter = new JMeterProcess(System.getProperty("java.class.path"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            if (exchange.getRequestURI().getPath().startsWith("/hanging")) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = "a hat".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(count.incrementAndGet() % 20 == 0 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
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
    void aScriptReadsKeptnsPropertiesAndItsResultsAreRead() throws Exception {
        JMeter.Run run = run("/", Duration.ofMinutes(1));

        Measured search = Objects.requireNonNull(run.results().steps().get("search"));
        assertThat(run.wasCut()).isFalse();
        assertThat(asked).containsExactlyInAnyOrder("/items?from=dev-carts&q=hat", "/items?from=dev-carts&q=bowler");
        assertThat(run.results().steps().keySet()).containsExactly("search");
        assertThat(search.requests()).isEqualTo(40);
        assertThat(search.errors()).isEqualTo(2);
        assertThat(search.failures().get(0).message()).isEqualTo("503 Service Unavailable");
        assertThat(search.times().p95()).isPositive();
        assertThat(search.throughput()).isPositive();
    }

    @Test
    void aScriptThatHangsIsKilledAtTheEndOfItsTime() throws Exception {
        assumeTrue(Boolean.getBoolean("full"), "runs with -Pfull");
        assertThat(run("/hanging/", Duration.ofSeconds(10)).wasCut()).isTrue();
    }

    @Test
    void whatIsNoScriptIsSaid() {
        assumeTrue(Boolean.getBoolean("full"), "runs with -Pfull");
        assertThatThrownBy(() -> jmeter.run(
                        script("<jmeterTestPlan".getBytes(StandardCharsets.UTF_8)), Map.of(), Duration.ofMinutes(1)))
                .isInstanceOf(JMeterException.class)
                .hasMessageContaining("JMeter has sent nothing: ");
    }

    private JMeter.Run run(String path, Duration left) throws IOException, JMeterException {
        try (InputStream script = JMeterProcessTest.class.getResourceAsStream("/jmeter/load.jmx")) {
            return jmeter.run(
                    script(Objects.requireNonNull(script).readAllBytes()),
                    Map.of(
                            "SERVER_PROTOCOL", "http",
                            "SERVER_URL", "127.0.0.1",
                            "SERVER_PORT", Integer.toString(server.getAddress().getPort()),
                            "CHECK_PATH", path,
                            "VUCount", "4",
                            "LoopCount", "10",
                            "KEPTN_STAGE", "dev",
                            "KEPTN_SERVICE", "carts"),
                    left);
        }
    }

    private static JMeterScript script(byte[] content) {
        return new JMeterScript(content, Map.of("data/hats.csv", "hat,5\nbowler,6\n".getBytes(StandardCharsets.UTF_8)));
    }
}
