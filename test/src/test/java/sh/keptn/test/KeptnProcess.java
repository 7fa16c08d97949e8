package sh.keptn.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** One process of the keptn command, started with the Java and the class path of the test. */
final class KeptnProcess {

    private static final int TIMEOUT_SECONDS = 120;

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
    }

    /** Runs a command to its end. */
    static Result run(String... arguments) throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), arguments);
    }

    /** Runs a command to its end in a folder. */
    static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        KeptnProcess keptn = start(folder, arguments);
        keptn.process.getOutputStream().close();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = keptn.reader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(line).append('\n');
            }
        }
        if (!keptn.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            keptn.process.destroyForcibly();
            throw new IllegalStateException("still running: keptn " + String.join(" ", arguments));
        }
        return new Result(keptn.process.exitValue(), out.toString(), Files.readString(keptn.errors));
    }

    /**
     * Runs a command and kills it with SIGKILL as soon as it has printed so many lines.
     *
     * @return the lines that it had printed, fewer if it ended before
     */
    static List<String> runAndKill(int lines, long extraNanos, String... arguments)
            throws IOException, InterruptedException {
        KeptnProcess keptn = start(Path.of("").toAbsolutePath(), arguments);
        List<String> printed = new ArrayList<>();
        try (BufferedReader reader = keptn.reader()) {
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

    private static KeptnProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "sh.keptn.cli.Keptn"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("keptn-test-", ".err");
        errors.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        return new KeptnProcess(process, errors);
    }

    private BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
