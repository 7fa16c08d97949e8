package sh.keptn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;

/** The requests that the API's page shows do what it says. Needs bash and curl; skipped where they are absent. */
class ApiDocumentationTest {

    private static final Path PAGE = Path.of("../docs/aws/api.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\n(.*?)^```");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Installation installation = new Installation();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        ApiResponse response = installation
                .api
                .handle(new ApiRequest(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        headers,
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)))
                .response();
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void allRequestsOfThePageAreAnsweredAsItSays() throws IOException, InterruptedException {
        assumeTrue(works("bash", "-c", "curl --version"), "skipped: bash or curl is not installed");
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Path script = Files.writeString(folder.resolve("requests.sh"), script(url));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("KEPTN_API", url);
        builder.environment().put("KEPTN_TOKEN", Installation.ADMIN);
        builder.environment().put("TRIGGERED_ID", installation.asked("test"));
        builder.environment().put("OTHER_ID", installation.asked("approval"));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();

        assertThat(Files.readString(output))
                .contains("{\"keptnContext\":\"", "\"verb\":\"finish\"", "\"result\":\"warning\"");
        assertThat(installation.log())
                .contains("test.finished from jmeter pass: 12 of 12")
                .anyMatch(each -> each.matches("approval.finished from \\S+ warning: 2 of 12 are slow"));
    }

    /** The requests in the order of the page, each of which must succeed. */
    private static String script(String url) throws IOException {
        StringBuilder script =
                new StringBuilder("set -euo pipefail\ncurl() { command curl --fail-with-body \"$@\" && echo; }\n");
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            if (blocks.group(1).contains("curl ")) {
                script.append(blocks.group(1));
            }
        }
        return script.toString()
                .replace("\"project\": \"carts\"", "\"project\": \"sockshop\"")
                .replace("| tee link.json", "| sed 's|" + Installation.URL + "|" + url + "|' | tee link.json");
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
