package sh.keptn.test;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;

/** One process of the keptn command, started with the Java and the class path of the test. */
final class KeptnProcess implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 300;

    private final Process process;
    private final Path errors;

    private KeptnProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** What a command that has ended printed, and its exit code. */
    record Result(int exitCode, String out, String err) {

        /** The events that were printed as JSON. */
        List<Map<String, @Nullable Object>> events() {
            return out.lines().map(Json::parseObject).toList();
        }

        /** The events of a type such as {@code test.finished}, without what all types begin with. */
        List<Map<String, @Nullable Object>> events(String type) {
            return events().stream()
                    .filter(event -> ("sh.keptn.event." + type).equals(event.get("type")))
                    .toList();
        }

        /** The data of the only event of a type. */
        Map<String, @Nullable Object> data(String type) {
            List<Map<String, @Nullable Object>> events = events(type);
            if (events.size() != 1) {
                throw new AssertionError(events.size() + " events of type " + type + " in:\n" + out + err);
            }
            return Json.child(events.get(0), "data");
        }

        /** The finished sequences as {@code <stage>.<sequence> <result>}, in order. */
        List<String> finishedSequences() {
            return events().stream()
                    .filter(event ->
                            EventType.parse(String.valueOf(event.get("type"))).orElse(null)
                                            instanceof EventType.Sequence sequence
                                    && sequence.phase().equals(EventType.FINISHED))
                    .map(event -> {
                        String type = String.valueOf(event.get("type"));
                        return type.substring("sh.keptn.event.".length(), type.length() - ".finished".length()) + " "
                                + Json.child(event, "data").get("result");
                    })
                    .toList();
        }
    }

    /** Runs a command to its end. */
    static Result run(String... arguments) throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), List.of(), arguments);
    }

    /** Runs a command to its end in a folder, with more options for its JVM. */
    static Result run(Path folder, List<String> jvmOptions, String... arguments)
            throws IOException, InterruptedException {
        try (KeptnProcess keptn = start(folder, jvmOptions, arguments)) {
            return keptn.end();
        }
    }

    /** Reads all that a command prints until it ends. */
    Result end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running: " + process.info());
        }
        return new Result(process.exitValue(), out, Files.readString(errors));
    }

    /** The number of the process. */
    long pid() {
        return process.pid();
    }

    /** Waits for the next line on its standard output; null at the end. */
    @Nullable
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = process.getInputStream().read();
                next >= 0;
                next = process.getInputStream().read()) {
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return line.isEmpty() ? null : line.toString();
    }

    /** Types a line. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * Runs a command and kills it with SIGKILL as soon as it has printed so many lines.
     *
     * @return the lines that it had printed, fewer if it ended before
     */
    static List<String> runAndKill(int lines, long extraNanos, String... arguments)
            throws IOException, InterruptedException {
        KeptnProcess keptn = start(Path.of("").toAbsolutePath(), List.of(), arguments);
        List<String> printed = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(keptn.process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = ""; printed.size() < lines && line != null; ) {
                line = reader.readLine();
                if (line != null) {
                    printed.add(line);
                }
            }
            long end = System.nanoTime() + extraNanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            keptn.process.destroyForcibly();
            keptn.process.waitFor();
        }
        return printed;
    }

    /** Starts a command and does not wait for it. */
    static KeptnProcess start(Path folder, List<String> jvmOptions, String... arguments) throws IOException {
        return start(folder, Map.of(), jvmOptions, arguments);
    }

    /** Starts a command that takes the test for a person who sits at stdin and sees stderr, as the launcher would tell it. */
    static KeptnProcess startForPerson(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of("KEPTN_TERMINAL", "02"), List.of(), arguments);
    }

    private static KeptnProcess start(
            Path folder, Map<String, String> environment, List<String> jvmOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(SharedClasses.OPTIONS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), "sh.keptn.cli.Keptn"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("keptn-test-", ".err");
        errors.toFile().deleteOnExit();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Whoever reads what it prints would wait for ever for one that hangs.
        process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        return new KeptnProcess(process, errors);
    }

    /** What the command needs: the class path without the tests themselves. */
    static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(all.split(File.pathSeparator, -1))
                        .filter(entry ->
                                !entry.endsWith("test-classes") && !entry.matches(".*[/\\\\]test[/\\\\]target.*"))
                        .toList());
    }
}
