import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service that the example delivers: shopping carts, kept in memory. Start it with {@code java Carts.java}; options
 * are {@code --version}, {@code --stage}, {@code --port} (0: a free one) and {@code --announce FILE}. It listens on
 * 127.0.0.1 only and ends by itself after an hour without a request.
 *
 * <pre>
 * GET    /                              name, version and stage
 * GET    /health                        200 when it can serve
 * GET    /carts/ID                      the items of a cart and their total in cents
 * POST   /carts/ID?item=NAME&cents=N    adds an item
 * DELETE /carts/ID                      empties a cart
 * </pre>
 */
public final class Carts {

    /** What this source can be built as. A real project has one behaviour per commit; the example has a list. */
    enum Build {
        /** The first one that was delivered. */
        GOOD(Set.of("1.0.0", "1.1.0")),
        /** Fails to add an item that is in the cart already. The functional tests find it. */
        BROKEN(Set.of("1.2.0")),
        /** Takes its time for every request to a cart. The functional tests pass, the quality gate does not. */
        SLOW(Set.of("1.3.0")),
        /** Does not start: it wants a setting that nobody has given. */
        UNSTARTABLE(Set.of("2.0.0"));

        private final Set<String> versions;

        Build(Set<String> versions) {
            this.versions = versions;
        }

        static Optional<Build> of(String version) {
            return List.of(values()).stream()
                    .filter(build -> build.versions.contains(version))
                    .findFirst();
        }
    }

    private static final Duration SLOWNESS = Duration.ofMillis(150);
    private static final Duration IDLE_LIMIT = Duration.ofHours(1);
    private static final Pattern CART = Pattern.compile("/carts/([A-Za-z0-9-]{1,64})");
    private static final Pattern ITEM = Pattern.compile("item=([A-Za-z0-9-]{1,64})&cents=([0-9]{1,9})");

    private final String version;
    private final String stage;
    private final Build build;
    private final Map<String, List<Item>> carts = new ConcurrentHashMap<>();
    private volatile Instant lastRequest = Instant.now();

    private record Item(String name, long cents) {
        String json() {
            return "{\"item\":\"" + name + "\",\"cents\":" + cents + "}";
        }
    }

    private Carts(String version, String stage, Build build) {
        this.version = version;
        this.stage = stage;
        this.build = build;
    }

    public static void main(String[] arguments) throws IOException {
        String version = setting(arguments, "version", "1.1.0");
        String stage = setting(arguments, "stage", "local");
        int port = Integer.parseInt(setting(arguments, "port", "0"));
        String announce = setting(arguments, "announce", "");

        Optional<Build> build = Build.of(version);
        if (build.isEmpty()) {
            System.err.println("carts: there is no build " + version);
            System.exit(1);
        }
        if (build.get() == Build.UNSTARTABLE && System.getenv("CARTS_DATABASE") == null) {
            System.err.println("carts " + version + ": CARTS_DATABASE is not set");
            System.exit(1);
        }
        new Carts(version, stage, build.get()).serve(port, announce);
    }

    private void serve(int port, String announce) throws IOException {
        // Otherwise each answer on a kept connection waits some 40 ms for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", this::handle);
        server.start();
        int bound = server.getAddress().getPort();
        System.out.println("carts " + version + " serves " + stage + " at http://127.0.0.1:" + bound);
        if (!announce.isEmpty()) {
            announce(Path.of(announce), bound);
        }
        endWhenIdle();
    }

    /** Tells who serves where, in one step, so that a reader finds a whole file. The first process to do so wins. */
    private void announce(Path file, int port) throws IOException {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        Path draft = file.resolveSibling(file.getFileName() + "." + process.pid());
        Files.writeString(
                draft,
                "version=" + version + "\nport=" + port + "\npid=" + process.pid() + "\nstarted=" + started + "\n");
        Files.move(draft, file);
    }

    private void endWhenIdle() {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        watch.scheduleWithFixedDelay(
                () -> {
                    if (lastRequest.plus(IDLE_LIMIT).isBefore(Instant.now())) {
                        System.exit(0);
                    }
                },
                1,
                1,
                TimeUnit.MINUTES);
    }

    private void handle(HttpExchange exchange) throws IOException {
        lastRequest = Instant.now();
        String path = exchange.getRequestURI().getPath();
        Matcher cart = CART.matcher(path);
        if (path.equals("/")) {
            answer(exchange, 200, "{\"service\":\"carts\",\"version\":\"" + version + "\",\"stage\":\"" + stage + "\"}");
        } else if (path.equals("/health")) {
            answer(exchange, 200, "{\"status\":\"up\"}");
        } else if (cart.matches()) {
            handleCart(exchange, cart.group(1));
        } else {
            answer(exchange, 404, "{\"error\":\"no such resource\"}");
        }
    }

    private void handleCart(HttpExchange exchange, String id) throws IOException {
        if (build == Build.SLOW) {
            pause(SLOWNESS);
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> answer(exchange, 200, json(carts.getOrDefault(id, List.of())));
            case "POST" -> add(exchange, id);
            case "DELETE" -> {
                carts.remove(id);
                answer(exchange, 200, json(List.of()));
            }
            default -> answer(exchange, 405, "{\"error\":\"GET, POST or DELETE\"}");
        }
    }

    private void add(HttpExchange exchange, String id) throws IOException {
        URI uri = exchange.getRequestURI();
        Matcher query = ITEM.matcher(String.valueOf(uri.getQuery()));
        if (!query.matches()) {
            answer(exchange, 400, "{\"error\":\"expected ?item=NAME&cents=N\"}");
            return;
        }
        Item item = new Item(query.group(1), Long.parseLong(query.group(2)));
        boolean known = carts.getOrDefault(id, List.of()).stream()
                .anyMatch(other -> other.name().equals(item.name()));
        if (build == Build.BROKEN && known) {
            answer(exchange, 500, "{\"error\":\"duplicate key " + item.name() + "\"}");
            return;
        }
        List<Item> items = carts.merge(id, List.of(item), Carts::joined);
        answer(exchange, 201, json(items));
    }

    private static List<Item> joined(List<Item> before, List<Item> added) {
        List<Item> all = new ArrayList<>(before);
        all.addAll(added);
        return List.copyOf(all);
    }

    private static String json(List<Item> items) {
        long total = items.stream().mapToLong(Item::cents).sum();
        String list = String.join(",", items.stream().map(Item::json).toList());
        return "{\"items\":[" + list + "],\"total\":" + total + "}";
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The value after {@code --name}, else the environment's {@code CARTS_NAME}, else the default. */
    private static String setting(String[] arguments, String name, String otherwise) {
        int option = List.of(arguments).indexOf("--" + name);
        if (option >= 0 && option + 1 < arguments.length) {
            return arguments[option + 1];
        }
        return System.getenv().getOrDefault("CARTS_" + name.toUpperCase(java.util.Locale.ROOT), otherwise);
    }
}
