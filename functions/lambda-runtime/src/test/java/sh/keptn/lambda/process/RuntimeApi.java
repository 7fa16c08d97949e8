package sh.keptn.lambda.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lambda's side of a function's process (Lambda, "Using the Lambda runtime API for custom runtimes"). */
final class RuntimeApi implements AutoCloseable {

    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final long PATIENCE_SECONDS = 60;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final String functionArn;

    RuntimeApi(String functionArn) {
        this.functionArn = functionArn;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private record Request(String id, String payload, long deadline) {}

    /** What became of an invocation: its answer, or the error as the runtime reports it. */
    record Outcome(String kind, String body) {}

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the process has asked for, without the prefix; the wait for an invocation is {@code invocation/next}. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Invokes it; {@code id} is the same again for an invocation that Lambda retries. */
    Outcome invoke(String id, String payload, Duration timeLeft) {
        requests.add(new Request(id, payload, System.currentTimeMillis() + timeLeft.toMillis()));
        return await();
    }

    /** What the process says next of itself. */
    Outcome await() {
        try {
            Outcome outcome = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (outcome == null) {
                throw new IllegalStateException("the function has not answered; it has called " + calls);
            }
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String call = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
        calls.add(call);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (call.equals("invocation/next")) {
            next(exchange);
        } else if (call.equals("restore/next")) {
            respond(exchange, 200, "");
        } else {
            respond(exchange, 202, "{\"status\":\"OK\"}");
            outcomes.add(new Outcome(call.substring(call.lastIndexOf('/') + 1), body));
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        try {
            Request request = requests.take();
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", request.id());
            exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(request.deadline()));
            exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            respond(exchange, 200, request.payload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
