package sh.keptn.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * Answers AWS's JSON protocols (AWS JSON 1.0 and 1.1: the operation in {@code X-Amz-Target}, errors with {@code __type}) as a
 * test says, in order; the last answer again for what is beyond. Keeps what was asked.
 */
public final class AwsStub implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();

    public AwsStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What was asked: the operation without its service, and the body. */
    public record Request(String operation, Map<String, @Nullable Object> body) {}

    /** @param status 0: the connection is closed without an answer */
    private record Answer(int status, String body) {}

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers with a result. */
    public AwsStub then(Map<String, ? extends @Nullable Object> body) {
        return then(new Answer(200, Json.write(body)));
    }

    /** Answers with an error of the service. */
    public AwsStub thenError(String type, String message) {
        return then(new Answer(400, Json.write(Map.of("__type", type, "message", message))));
    }

    /** Answers with an error and more fields. */
    public AwsStub thenError(Map<String, ? extends @Nullable Object> body) {
        return then(new Answer(400, Json.write(body)));
    }

    /** Answers that something inside has failed. */
    public AwsStub thenFailure() {
        return then(new Answer(500, "{\"__type\":\"InternalServerError\"}"));
    }

    /** Does what was asked and closes the connection instead of answering. */
    public AwsStub thenNoAnswer() {
        return then(new Answer(0, ""));
    }

    private synchronized AwsStub then(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** All requests so far, repeated ones included. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The operations that were asked for so far. */
    public List<String> operations() {
        return requests().stream().map(Request::operation).toList();
    }

    private synchronized Answer take(Request request) {
        requests.add(request);
        Answer answer = answers.size() > 1 ? answers.remove() : answers.peek();
        if (answer == null) {
            throw new IllegalStateException("no answer for " + request);
        }
        return answer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String operation = target.substring(target.indexOf('.') + 1);
        Answer answer = take(new Request(operation, Json.parseObject(body)));
        if (answer.status() > 0) {
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
