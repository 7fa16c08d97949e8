package sh.keptn.infra.flows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The flows without an account: processes on this machine, and AWS's protocols between them. */
class ProcessFlowsTest extends Flows {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: shop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: test}]
            """;

    private static final String UNIFORM = """
            kind: Uniform
            spec:
              services:
              - name: hook
                hook: http://127.0.0.1:%d/test
                allow: ["127.0.0.1:%d"]
                events: [test.triggered]
            """;

    @Override
    Account account(Path folder) {
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: ten processes and more than the time that `verify` has; run it with -Daws.flows");
        return ProcessAccount.start(folder);
    }

    @Test
    void aWebhookIsCalled() throws IOException {
        HttpServer system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.createContext("/test", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"result\":\"warning\",\"message\":\"1 of 12 is slow\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        system.start();
        try {
            int port = system.getAddress().getPort();
            Delivery delivery = publish("webhook", SHIPYARD, UNIFORM.formatted(port, port));
            delivery.trigger("dev", "delivery");
            delivery.await("dev.delivery.finished");
            check("webhook", delivery);
        } finally {
            system.stop(0);
        }
    }
}
