import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Operates the carts service on this machine; the uniform calls it for each task. {@code java Ops.java} is the same as
 * {@code ./ops}, but slower.
 *
 * <pre>
 * ./ops update STAGE IMAGE             notes the image, for example carts:1.1.0
 * ./ops deploy STAGE IMAGE STRATEGY    starts it; direct replaces the old one, blue_green leaves both until release
 * ./ops release STAGE                  makes the new version the live one and stops the old one
 * ./ops status                         what runs
 * ./ops stop                           ends all of it
 * </pre>
 *
 * What runs is noted in the folder that CARTS_STATE names (default: {@code keptn-carts} in your cache
 * folder), one folder for each stage: {@code live.properties} and, between deployment and release, {@code candidate.properties}. Every
 * command can be repeated: it finds what an interrupted one has left and goes on from there.
 *
 * <p>The result goes, as the contract of command services says, into the exit code (0 pass, 10 warning, 1 fail) and as
 * JSON into the file that KEPTN_RESULT names.
 */
public final class Ops {

    private static final Pattern IMAGE = Pattern.compile("carts:([0-9A-Za-z][0-9A-Za-z.-]*)");
    private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Path state;

    private Ops(Path state) {
        this.state = state;
    }

    /** How a task ended. {@code data} is JSON that later tasks get. */
    private record Outcome(String result, String message, String data) {
        static Outcome pass(String message) {
            return new Outcome("pass", message, "{}");
        }

        static Outcome fail(String message) {
            return new Outcome("fail", message, "{}");
        }

        int exitCode() {
            return switch (result) {
                case "pass" -> 0;
                case "warning" -> 10;
                default -> 1;
            };
        }
    }

    /** A running carts process, as it has announced itself. */
    private record Instance(String version, int port, long pid, long started) {
        String url() {
            return "http://127.0.0.1:" + port;
        }

        /** The process, if it still is the one that announced itself and not another with its number. */
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> handle.info()
                    .startInstant()
                    .map(Instant::toEpochMilli)
                    .map(millis -> started == 0 || millis == started)
                    .orElse(true));
        }
    }

    private record Response(int status, String body) {}

    public static void main(String[] arguments) throws Exception {
        String folder = System.getenv("CARTS_STATE");
        Path state = folder == null || folder.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "keptn-carts")
                : Path.of(folder);
        Outcome outcome;
        try {
            outcome = new Ops(state.toAbsolutePath()).run(List.of(arguments));
        } catch (IllegalArgumentException | IOException e) {
            outcome = Outcome.fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        System.out.println(outcome.result() + ": " + outcome.message());
        String resultFile = System.getenv("KEPTN_RESULT");
        if (resultFile != null) {
            Files.writeString(
                    Path.of(resultFile),
                    "{\"result\":" + quoted(outcome.result()) + ",\"message\":" + quoted(outcome.message())
                            + ",\"data\":" + outcome.data() + "}\n");
        }
        System.exit(outcome.exitCode());
    }

    private Outcome run(List<String> arguments) throws IOException, InterruptedException {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        return switch (command + "/" + Math.max(0, arguments.size() - 1)) {
            case "update/2" -> update(stage(arguments.get(1)), arguments.get(2));
            case "deploy/3" -> deploy(stage(arguments.get(1)), arguments.get(2), arguments.get(3));
            case "release/1" -> release(stage(arguments.get(1)));
            case "status/0" -> status();
            case "stop/0" -> stop();
            default -> throw new IllegalArgumentException(
                    "expected update STAGE IMAGE, deploy STAGE IMAGE STRATEGY, release STAGE, status or stop");
        };
    }

    // --- Tasks --------------------------------------------------------------------------------------------------------

    private static Outcome update(Path stage, String image) throws IOException {
        version(image);
        Files.writeString(stage.resolve("image"), image + "\n");
        return Outcome.pass(name(stage) + " gets " + image);
    }

    private static Outcome deploy(Path stage, String image, String strategy) throws IOException, InterruptedException {
        String version = version(image);
        Optional<Instance> waiting = instance(candidate(stage));
        if (waiting.isPresent() && !(waiting.get().version().equals(version) && healthy(waiting.get()))) {
            end(candidate(stage));
            waiting = Optional.empty();
        }
        Optional<Instance> live = instance(live(stage));
        if (waiting.isEmpty() && live.isPresent() && live.get().version().equals(version) && healthy(live.get())) {
            return deployed("carts " + version + " runs in " + name(stage) + " already", live.get());
        }
        Instance started;
        if (waiting.isPresent()) {
            started = waiting.get();
        } else {
            Path log = stage.resolve("carts-" + version + ".log");
            Process process = start(stage, version, log);
            Optional<Instance> healthy = awaitHealth(stage, process);
            if (healthy.isEmpty()) {
                process.destroy();
                end(candidate(stage));
                return Outcome.fail("carts " + version + " did not start in " + name(stage) + ": " + lastLine(log));
            }
            started = healthy.get();
        }
        if (strategy.equals("blue_green")) {
            String beside = live.map(old -> " beside " + old.version()).orElse("");
            return deployed("carts " + version + " runs in " + name(stage) + beside, started);
        }
        promote(stage);
        String instead = live.map(old -> " instead of " + old.version()).orElse("");
        return deployed("carts " + version + " runs in " + name(stage) + instead, started);
    }

    private static Outcome deployed(String message, Instance instance) {
        return new Outcome(
                "pass",
                message + ", " + instance.url(),
                "{\"deployment\":{\"deploymentURIsLocal\":[" + quoted(instance.url()) + "],\"deploymentNames\":["
                        + quoted(instance.version()) + "]}}");
    }

    private static Outcome release(Path stage) throws IOException, InterruptedException {
        Optional<Instance> candidate = instance(candidate(stage));
        if (candidate.isPresent()) {
            if (!healthy(candidate.get())) {
                return Outcome.fail("carts " + candidate.get().version() + " no longer answers in " + name(stage));
            }
            promote(stage);
        }
        return instance(live(stage))
                .map(now -> new Outcome(
                        "pass",
                        "carts " + now.version() + " is live in " + name(stage) + ", " + now.url(),
                        "{\"release\":{\"version\":" + quoted(now.version()) + "}}"))
                .orElseGet(() -> Outcome.fail("no carts runs in " + name(stage)));
    }

    private Outcome status() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path stage : stages()) {
            for (Path file : List.of(live(stage), candidate(stage))) {
                instance(file)
                        .ifPresent(found -> lines.add(name(stage) + ": carts " + found.version() + " at " + found.url()
                                + (file.equals(live(stage)) ? "" : " (not released)")));
            }
        }
        return Outcome.pass(lines.isEmpty() ? "nothing runs" : String.join("; ", lines));
    }

    private Outcome stop() throws IOException, InterruptedException {
        int stopped = 0;
        for (Path stage : stages()) {
            for (Path file : List.of(live(stage), candidate(stage))) {
                stopped += end(file) ? 1 : 0;
            }
        }
        return Outcome.pass(stopped == 1 ? "1 process stopped" : stopped + " processes stopped");
    }

    // --- Processes ----------------------------------------------------------------------------------------------------

    private static Process start(Path stage, String version, Path log) throws IOException {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m"));
        command.addAll(program());
        command.addAll(List.of(
                "--version",
                version,
                "--stage",
                name(stage),
                "--announce",
                candidate(stage).toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KEPTN_"));
        return builder.start();
    }

    /** The compiled service beside this class, else its source in the current folder. */
    private static List<String> program() {
        Path classes = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        Path source = Path.of("Carts.java").toAbsolutePath();
        if (Files.exists(classes.resolve("Carts.class"))) {
            return List.of("-cp", classes.toString(), "Carts");
        }
        if (Files.exists(source)) {
            return List.of(source.toString());
        }
        throw new IllegalArgumentException("Carts.java is not in the current folder " + Path.of("").toAbsolutePath());
    }

    /** The service must outlive this command and a Ctrl-C in the terminal: it gets a session of its own. */
    private static List<String> ownSession() {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            if (Files.isExecutable(Path.of(folder, "setsid"))) {
                return List.of(folder + "/setsid");
            }
        }
        return Files.isExecutable(Path.of("/usr/bin/perl"))
                ? List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--")
                : List.of();
    }

    /** Waits until the new process has announced itself and answers; empty if it ends before or takes too long. */
    private static Optional<Instance> awaitHealth(Path stage, Process process) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (Instant.now().isBefore(limit)) {
            Optional<Instance> announced = instance(candidate(stage));
            if (announced.isPresent() && healthy(announced.get())) {
                return announced;
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean healthy(Instance instance) {
        try {
            return send("GET", instance.url() + "/health").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes the candidate the live one, then stops the old one. */
    private static void promote(Path stage) throws IOException, InterruptedException {
        Optional<Instance> old = instance(live(stage));
        Files.move(candidate(stage), live(stage), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (old.isPresent()) {
            end(old.get());
        }
    }

    private static boolean end(Path file) throws IOException, InterruptedException {
        Optional<Instance> instance = instance(file);
        boolean ended = instance.isPresent() && end(instance.get());
        Files.deleteIfExists(file);
        return ended;
    }

    private static boolean end(Instance instance) throws InterruptedException {
        Optional<ProcessHandle> process = instance.process();
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        Instant limit = Instant.now().plus(STOP_LIMIT);
        // A process that has ended may look alive until the system has collected it; then it no longer answers.
        while (process.get().isAlive() && healthy(instance)) {
            if (Instant.now().isAfter(limit)) {
                process.get().destroyForcibly();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    // --- Files and HTTP -----------------------------------------------------------------------------------------------

    /** HttpURLConnection, because it is ready at once; HttpClient would take half of the time of a task to start. */
    private static Response send(String method, String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(5_000);
        connection.setRequestMethod(method);
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Response(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String version(String image) {
        Matcher matcher = IMAGE.matcher(image);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the image is `" + image
                    + "`, expected carts:VERSION in data.configurationChange.values.image");
        }
        return matcher.group(1);
    }

    /** The folder of a stage; it exists afterwards. */
    private Path stage(String name) throws IOException {
        if (!STAGE.matcher(name).matches()) {
            throw new IllegalArgumentException("`" + name + "` is no name of a stage");
        }
        return Files.createDirectories(state.resolve(name));
    }

    private List<Path> stages() throws IOException {
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(state)) {
            return folders.filter(folder -> Files.exists(folder.resolve("image")) || Files.exists(live(folder)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path stage) {
        return stage.getFileName().toString();
    }

    private static Path live(Path stage) {
        return stage.resolve("live.properties");
    }

    private static Path candidate(Path stage) {
        return stage.resolve("candidate.properties");
    }

    /** Who has announced itself in a file, if the process still runs. */
    private static Optional<Instance> instance(Path file) {
        try {
            Properties announced = properties(file);
            return Optional.of(new Instance(
                            announced.getProperty("version"),
                            Integer.parseInt(announced.getProperty("port")),
                            Long.parseLong(announced.getProperty("pid")),
                            Long.parseLong(announced.getProperty("started"))))
                    .filter(found -> found.process().isPresent());
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.isEmpty() ? "it took longer than " + START_LIMIT.toSeconds() + " s" : lines.get(lines.size() - 1);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
