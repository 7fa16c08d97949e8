package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** The built-in test in a delivery through two stages, against a real server of which every tenth answer is an error. */
class TestTaskTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init")
    private static HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private static KeptnProcess.Result result;

    @BeforeAll
    static void deliver() throws IOException, InterruptedException {
        AtomicInteger count = new AtomicInteger();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(count.incrementAndGet() % 10 == 0 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        Files.createDirectories(folder.resolve("tests"));
        Files.createDirectories(folder.resolve("hardening/carts/tests"));
        Files.createDirectories(folder.resolve("production/carts"));
        result = new Project(folder)
                .file("tests/functional.yaml", "iterations: 9\nsteps: [{name: shown, path: '/items'}]\n")
                .file(
                        "hardening/carts/tests/performance.yaml",
                        "users: 3\niterations: 41\nsteps: [{name: ordered, path: '/orders'}]\nthresholds: {error_rate: '<0.05'}\n")
                .file(
                        "tests/soak.yaml",
                        "iterations: 20\nsteps: [{name: bought, path: '/'}]\nthresholds: {error_rate: '<=1'}\n")
                .file("production/carts/slo.yaml", """
                objectives:
                - {sli: error_rate, pass: [{criteria: ['<0.05']}]}
                - {sli: request_count, pass: [{criteria: ['=20']}]}
                - {sli: response_time_p95.bought, pass: [{criteria: ['<60000', '>0']}]}
                total_score: {pass: 90%, warning: 50%}
                """)
                .stages("""
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks: [{name: test, properties: {teststrategy: functional}}]
                  - name: hardening
                    sequences:
                    - name: delivery
                      triggeredOn: [{event: dev.delivery.finished}]
                      tasks: [{name: test, properties: {teststrategy: performance}}]
                  - name: production
                    sequences:
                    - name: delivery
                      triggeredOn: [{event: hardening.delivery.finished, selector: {match: {result: fail}}}]
                      tasks: [{name: test, properties: {teststrategy: soak}}, {name: evaluation}]
                """)
                .services("{name: tester, events: [test.triggered], builtin: test, allow: ['127.0.0.1:" + port + "']}")
                .run("--data", "{\"deployment\": {\"deploymentURIsLocal\": [\"http://127.0.0.1:" + port + "\"]}}");
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        THREADS.shutdownNow();
    }

    @Test
    void theFirstStagePassesAndTheSecondFails() {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        List<Map<String, @Nullable Object>> finished = result.events("test.finished");
        assertThat(finished).hasSize(3);
        assertThat(Json.child(finished.get(0), "data"))
                .containsEntry("result", "pass")
                .containsEntry("status", "succeeded");
        assertThat(Json.child(finished.get(1), "data"))
                .containsEntry("result", "fail")
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat(message)
                                .asString()
                                .isEqualTo(
                                        "tests/performance.yaml: error_rate is 0.122, expected <0.05; ordered: status"
                                                + " 503, expected 2xx or 3xx (5 times)"));
    }

    /** Of two numbers with the same name Keptn keeps the older one, when a task's answer is added to the payload. */
    @Test
    void theResultsOfEachStageStandBesideThoseOfTheOthers() {
        Map<String, @Nullable Object> test = Json.child(result.data("evaluation.triggered"), "test");

        assertThat(test).containsEntry("measured", "production/delivery/test/1");
        assertThat(requests(test, "dev/delivery/test/1")).isEqualTo(9L);
        assertThat(requests(test, "hardening/delivery/test/1")).isEqualTo(41L);
        assertThat(requests(test, "production/delivery/test/1")).isEqualTo(20L);
    }

    /** Two of twenty requests failed: of three objectives two hold. */
    @Test
    void aGateWithoutAMonitoringSystemDecidesByTheTest() {
        Map<String, @Nullable Object> data = result.data("evaluation.finished");

        assertThat(data).as(String.valueOf(data)).containsEntry("result", "warning");
        assertThat(Json.child(data, "evaluation")).containsEntry("score", 66.66666666666666);
    }

    private static @Nullable Object requests(Map<String, @Nullable Object> test, String key) {
        return Json.child(Json.child(test, "results"), key).get("requests");
    }
}
