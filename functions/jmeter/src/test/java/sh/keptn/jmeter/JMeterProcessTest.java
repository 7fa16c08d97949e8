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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    private final CountDownLatch hangs = new CountDownLatch(1);
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
                hangs.countDown();
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

    /** Whoever started it was killed: the system has closed the other end of its input. */
    @Test
    void aScriptEndsWithItsParent(@TempDir Path folder) throws Exception {
        Path script = Files.createDirectory(folder.resolve("script"));
        try (InputStream content = resource()) {
            Files.copy(content, script.resolve("script.jmx"));
        }
        Files.writeString(Files.createDirectory(script.resolve("data")).resolve("hats.csv"), "hat,5\n");
        Files.writeString(
                folder.resolve("keptn.properties"),
                "SERVER_PROTOCOL=http\nSERVER_URL=127.0.0.1\nCHECK_PATH=/hanging/\nVUCount=1\nLoopCount=1\nSERVER_PORT="
                        + server.getAddress().getPort() + "\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            if (Boolean.getBoolean("full")) {
                assertThat(hangs.await(1, TimeUnit.MINUTES))
                        .as("the script runs")
                        .isTrue();
            }
            process.getOutputStream().close();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Main.PARENT_IS_GONE);
        } finally {
            process.destroyForcibly();
        }
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
        try (InputStream script = resource()) {
            return jmeter.run(
                    script(script.readAllBytes()),
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

    private static InputStream resource() {
        return Objects.requireNonNull(JMeterProcessTest.class.getResourceAsStream("/jmeter/load.jmx"));
    }

    private static JMeterScript script(byte[] content) {
        return new JMeterScript(content, Map.of("data/hats.csv", "hat,5\nbowler,6\n".getBytes(StandardCharsets.UTF_8)));
    }
}
