package sh.keptn.services.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server that is good ({@code /good}), slow ({@code /slow}: 60 ms), fails every twentieth time ({@code /failing}), hangs
 * ({@code /hanging}), closes the connection without an answer ({@code /closing}), or tells what it was sent ({@code /echo}).
 */
final class TestedServer implements AutoCloseable {

    private static final int SLOW_MILLIS = 60;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger failing = new AtomicInteger();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

    TestedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** How many connections there were. */
    int connections() {
        return clients.size();
    }

    private void serve(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        String path = exchange.getRequestURI().getPath().replaceFirst("^/app", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            switch (path) {
                case "/good", "", "/" -> answer(exchange, 200, "a hat");
                case "/slow" -> {
                    // Nobody counts it down before: this is how long the answer takes.
                    over.await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
                    answer(exchange, 200, "a hat");
                }
                case "/failing" -> answer(exchange, failing.incrementAndGet() % 20 == 0 ? 500 : 200, "");
                case "/hanging" -> {
                    over.await();
                    answer(exchange, 200, "");
                }
                case "/closing" -> exchange.close();
                case "/echo" ->
                    answer(
                            exchange,
                            201,
                            exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                                    + exchange.getRequestHeaders().getFirst("X-Build") + " "
                                    + new String(body, StandardCharsets.UTF_8));
                default -> answer(exchange, 404, "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bytes.length == 0 || isHead ? -1 : bytes.length);
        if (!isHead) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
