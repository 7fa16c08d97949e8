package sh.keptn.lambda.process;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket in memory behind S3's protocol, for bodies of ASCII text. */
final class FakeBucket {

    private final Map<String, String> objects = new ConcurrentHashMap<>();

    Map<String, String> objects() {
        return Map.copyOf(objects);
    }

    void put(String path, String text) {
        objects.put(path, text);
    }

    void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(path, encoding.contains("aws-chunked") ? unchunked(body) : body);
                respond(exchange, 200, "");
            }
            case "GET" -> {
                String found = objects.get(path);
                respond(
                        exchange,
                        found == null ? 404 : 200,
                        found == null ? "<Error><Code>NoSuchKey</Code></Error>" : found);
            }
            default -> {
                objects.remove(path);
                respond(exchange, 204, "");
            }
        }
    }

    /** The data of chunks that each begin with their size in hex (S3, "Signature calculations: transferring payload in chunks"). */
    private static String unchunked(String body) {
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int lineEnd = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, lineEnd).split(";", -1)[0], 16);
            if (size == 0) {
                break;
            }
            data.append(body, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
        }
        return data.toString();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
