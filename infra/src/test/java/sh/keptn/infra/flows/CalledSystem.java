package sh.keptn.infra.flows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A system that webhooks call: it answers always the same. */
final class CalledSystem implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final String host;
    private final HttpServer server;
    private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();

    /** @param host under which it is found: on a loopback address if it is one, else on all of this machine's */
    CalledSystem(String host, int status, String answer) throws IOException {
        this.host = host;
        server = HttpServer.create(
                LOOPBACK.equals(host)
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                        : new InetSocketAddress(0),
                0);
        server.createContext("/test", exchange -> {
            exchange.getRequestBody().readAllBytes();
            queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Host and port. */
    String authority() {
        return host + ":" + server.getAddress().getPort();
    }

    /** The decoded query of the next request. */
    String awaitQuery() {
        try {
            String query = queries.poll(Account.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (query == null) {
                throw new AssertionError("nobody has called");
            }
            return query;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
