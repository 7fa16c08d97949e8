package sh.keptn.lambda.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.LargeBodies;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The services of an account behind their protocols: a table and a bucket that keep what is written, and a bus and state machines
 * that write down what they are asked. Functions find it by {@code AWS_ENDPOINT_URL}.
 */
public final class AwsAccount implements AutoCloseable {

    /** The token of the HTTP API that may do everything. */
    public static final String API_TOKEN = "a-token-for-tests-only-0123456789";

    private static final String TABLE = "keptn";

    /** How the paths of Lambda's interface begin. */
    private static final String LAMBDA = "/2015-03-31/functions/";

    /** What the methods of requests for objects mean. */
    private static final Map<String, String> OBJECTS = Map.of("GET", "GetObject", "PUT", "PutObject");

    private static final LargeBodies NO_BODIES = new LargeBodies() {
        @Override
        public void put(String name, String body) {
            throw new IllegalStateException("nothing here is large");
        }

        @Override
        public Optional<String> get(String name) {
            return Optional.empty();
        }

        @Override
        public void discard(String name) {}
    };

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeTable table = new FakeTable();
    private final FakeBucket bucket = new FakeBucket();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    public AwsAccount() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * A request.
     *
     * @param operation of the service, {@code StartExecution} say
     * @param connection by which it came
     * @param closes whether the caller wants the connection to be closed behind it
     */
    public record Call(String operation, Map<String, @Nullable Object> body, String connection, boolean closes) {}

    /** What functions need to find it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint(),
                "KEPTN_TABLE", TABLE,
                "KEPTN_BUCKET", "keptn-bodies",
                "KEPTN_BUS", "keptn",
                "KEPTN_SWEEP_RULE", "keptn-sweep",
                "KEPTN_API_URL", "https://api.example",
                "KEPTN_API_TOKENS", "keptn-tokens");
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the functions find in the table. */
    public Store store() {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        return new DynamoDbStore(client, TABLE, NO_BODIES);
    }

    /** All requests of one operation, in order. */
    public List<Map<String, @Nullable Object>> calls(String operation) {
        return calls.stream()
                .filter(call -> call.operation().equals(operation))
                .map(Call::body)
                .toList();
    }

    /** The objects of the bucket by their paths. */
    public Map<String, String> objects() {
        return bucket.objects();
    }

    /**
     * Puts an object where functions find it.
     *
     * @param path {@code /BUCKET/KEY}
     */
    public void put(String path, String text) {
        bucket.put(path, text);
    }

    /** All requests. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The operations of which each connection was closed behind its answer, as those before a snapshot have to be. */
    public Set<String> primed() {
        return calls.stream().filter(Call::closes).map(Call::operation).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a request came by a connection that should have been closed. */
    public boolean hasKeptConnection() {
        List<String> closed =
                calls.stream().filter(Call::closes).map(Call::connection).toList();
        return calls.stream().anyMatch(call -> !call.closes() && closed.contains(call.connection()));
    }

    /** The bodies of all events that were put and taken, as {@code detail} objects. */
    public List<Map<String, @Nullable Object>> details() {
        return calls("PutEvents").stream()
                .flatMap(request -> entries(request).stream())
                .flatMap(entry -> detail(entry).stream())
                .toList();
    }

    /** Empty if it is malformed. */
    private static Optional<Map<String, @Nullable Object>> detail(@Nullable Object entry) {
        Object detail = entry instanceof Map<?, ?> map ? map.get("Detail") : null;
        try {
            return Optional.of(Json.parseObject(String.valueOf(detail)));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static List<?> entries(Map<String, @Nullable Object> request) {
        return request.get("Entries") instanceof List<?> entries ? entries : List.of();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().startsWith(LAMBDA)) {
            invoke(exchange);
            return;
        }
        if (exchange.getRequestHeaders().getFirst("X-Amz-Target") == null) {
            calls.add(call(
                    exchange,
                    OBJECTS.getOrDefault(exchange.getRequestMethod(), "DeleteObject"),
                    Map.of("path", exchange.getRequestURI().getPath())));
            bucket.handle(exchange);
            return;
        }
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String operation = target.substring(target.indexOf('.') + 1);
        Map<String, @Nullable Object> body =
                Json.parseObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        calls.add(call(exchange, operation, body));
        Map<String, @Nullable Object> answer =
                target.startsWith("DynamoDB") ? table.answer(operation, body) : answer(operation, body);
        byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.containsKey("__type") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Call call(HttpExchange exchange, String operation, Map<String, @Nullable Object> body) {
        return new Call(
                operation,
                body,
                exchange.getRemoteAddress().toString(),
                "close".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Connection")));
    }

    /** An asynchronous invocation, which is accepted and not done. */
    private void invoke(HttpExchange exchange) throws IOException {
        String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(
                "Invoke", Json.parseObject(payload), exchange.getRemoteAddress().toString(), false));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private static Map<String, @Nullable Object> answer(String operation, Map<String, @Nullable Object> body) {
        return switch (operation) {
            case "PutEvents" -> {
                List<Map<String, String>> entries = entries(body).stream()
                        .map(entry -> detail(entry).isPresent()
                                ? Map.of("EventId", "8b1d5c0e")
                                : Map.of("ErrorCode", "MalformedDetail", "ErrorMessage", "Detail is malformed."))
                        .toList();
                yield new LinkedHashMap<>(Map.of(
                        "FailedEntryCount",
                        entries.stream()
                                .filter(entry -> entry.containsKey("ErrorCode"))
                                .count(),
                        "Entries",
                        entries));
            }
            case "StartExecution" ->
                new LinkedHashMap<>(Map.of(
                        "executionArn",
                        String.valueOf(body.get("stateMachineArn")).replace(":stateMachine:", ":execution:") + ":"
                                + body.get("name"),
                        "startDate",
                        1767225600));
            case "CreateStateMachine" -> {
                String arn = "arn:aws:states:eu-central-1:111122223333:stateMachine:" + body.get("name");
                yield new LinkedHashMap<>(Map.of(
                        "stateMachineArn", arn, "stateMachineVersionArn", arn + ":1", "creationDate", 1767225600));
            }
            case "GetSecretValue" -> secret(String.valueOf(body.get("SecretId")));
            case "DescribeRule" -> new LinkedHashMap<>(Map.of("Name", "keptn-sweep", "State", "ENABLED"));
            default -> new LinkedHashMap<>();
        };
    }

    private static Map<String, @Nullable Object> secret(String name) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        if (name.equals("keptn-tokens")) {
            answer.put("SecretString", "{\"bootstrap\":\"" + API_TOKEN + "\",\"tokens\":[]}");
        } else {
            answer.put("__type", "AccessDeniedException");
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
