package sh.keptn.infra.flows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * An HTTP API of API Gateway on this machine: routes, a Lambda authorizer with simple responses, and Lambda integrations with
 * payload format 2.0 ("Create routes", "Control access to HTTP APIs with AWS Lambda authorizers" and "Create AWS Lambda proxy
 * integrations" in the developer guide of HTTP APIs). The functions are those of the account.
 */
final class HttpApi implements AutoCloseable {

    private static final String GREEDY = "/{proxy+}";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}+]+)(\\+?)}");

    /** What is not of these comes to a function in Base64. */
    private static final Pattern TEXT =
            Pattern.compile("(text/.*|application/(json|xml|javascript))?(;.*)?", Pattern.CASE_INSENSITIVE);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private HttpApi(HttpServer server) {
        this.server = server;
    }

    /**
     * A route of the template.
     *
     * @param path such as <code>/api/{proxy+}</code>; any method is taken
     * @param integration ARN of the function that answers
     * @param authorizer ARN of the function that lets requests pass, null if all may
     */
    record Route(String path, String integration, @Nullable String authorizer) {

        private Optional<Map<String, String>> match(String requested) {
            StringBuilder pattern = new StringBuilder();
            Matcher parameters = PARAMETER.matcher(path);
            int from = 0;
            for (; parameters.find(); from = parameters.end()) {
                pattern.append(Pattern.quote(path.substring(from, parameters.start())))
                        .append("(?<")
                        .append(parameters.group(1))
                        .append(parameters.group(2).isEmpty() ? ">[^/]+)" : ">.+)");
            }
            Matcher found = Pattern.compile(pattern + Pattern.quote(path.substring(from)))
                    .matcher(requested);
            if (!found.matches()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            PARAMETER
                    .matcher(path)
                    .results()
                    .forEach(parameter -> values.put(parameter.group(1), found.group(parameter.group(1))));
            return Optional.of(values);
        }
    }

    /** Takes a port; until it is told what to serve, it answers nothing. */
    static HttpApi start() {
        try {
            HttpApi api = new HttpApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            api.server.setExecutor(api.threads);
            api.server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it, without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Answers requests from now on.
     *
     * @param account number of the account
     * @param function calls a function by its ARN with a payload, and returns its answer, or throws if it has failed
     */
    void serve(
            String account,
            List<Route> routes,
            BiFunction<String, Map<String, @Nullable Object>, Map<String, @Nullable Object>> function) {
        server.createContext("/", exchange -> {
            Map<String, @Nullable Object> answer;
            try {
                answer = answer(exchange, account, routes, function);
            } catch (AssertionError e) {
                answer = refusal(500, "Internal Server Error");
            }
            Json.child(answer, "headers")
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, String.valueOf(value)));
            byte[] body = String.valueOf(answer.get("body")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(((Number) answer.getOrDefault("statusCode", 200)).intValue(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static Map<String, @Nullable Object> answer(
            HttpExchange exchange,
            String account,
            List<Route> routes,
            BiFunction<String, Map<String, @Nullable Object>, Map<String, @Nullable Object>> function)
            throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        Route route = route(routes, path).orElse(null);
        if (route == null) {
            return refusal(404, "Not Found");
        }
        Map<String, @Nullable Object> request = request(exchange, account, route, path);
        if (route.authorizer() != null) {
            Map<String, @Nullable Object> asked = new LinkedHashMap<>(request);
            asked.put("type", "REQUEST");
            asked.put("routeArn", "arn:aws:execute-api:" + Account.REGION + ":" + account + ":local/$default");
            asked.put("identitySource", null);
            if (!Boolean.TRUE.equals(function.apply(route.authorizer(), asked).get("isAuthorized"))) {
                return refusal(403, "Forbidden");
            }
        }
        boolean isText = TEXT.matcher(header(exchange, "content-type")).matches();
        if (body.length > 0) {
            request.put(
                    "body",
                    isText
                            ? new String(body, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(body));
        }
        request.put("isBase64Encoded", body.length > 0 && !isText);
        return function.apply(route.integration(), request);
    }

    /** A path that matches whole goes before one with a greedy variable. */
    private static Optional<Route> route(List<Route> routes, String path) {
        List<Route> found =
                routes.stream().filter(route -> route.match(path).isPresent()).toList();
        return found.stream()
                .filter(route -> !route.path().endsWith(GREEDY))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static Map<String, @Nullable Object> request(
            HttpExchange exchange, String account, Route route, String path) {
        Map<String, Object> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        String routeKey = "ANY " + route.path();
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("version", "2.0");
        request.put("routeKey", routeKey);
        request.put("rawPath", path);
        request.put("rawQueryString", query == null ? "" : query);
        request.put("headers", headers);
        request.put("pathParameters", route.match(path).orElseThrow());
        request.put(
                "requestContext",
                Map.of(
                        "accountId",
                        account,
                        "apiId",
                        "local",
                        "http",
                        Map.of(
                                "method", exchange.getRequestMethod(),
                                "path", path,
                                "protocol", exchange.getProtocol(),
                                "sourceIp", "127.0.0.1",
                                "userAgent", header(exchange, "user-agent")),
                        "requestId",
                        UUID.randomUUID().toString(),
                        "routeKey",
                        routeKey,
                        "stage",
                        "$default"));
        return request;
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** How API Gateway itself answers. */
    private static Map<String, @Nullable Object> refusal(int status, String message) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", status);
        answer.put("headers", Map.of("content-type", "application/json"));
        answer.put("body", Json.write(Map.of("message", message)));
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
