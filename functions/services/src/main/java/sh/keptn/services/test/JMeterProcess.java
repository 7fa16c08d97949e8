package sh.keptn.services.test;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sh.keptn.services.command.Session;

/**
 * JMeter in a process of its own, which ends with the script: its global state and its ways to end the process are no danger then, its
 * jars are read only when a script is run, and one that takes too long is killed. Its standard input stays open as long as this process
 * lives: where that is killed, it ends by itself.
 */
public final class JMeterProcess implements JMeter {

    private static final String MAIN = "sh.keptn.jmeter.Main";

    /** How the results are written, whatever the script says. */
    private static final Map<String, String> SETTINGS = Map.of(
            "jmeter.save.saveservice.output_format", "csv",
            "jmeter.save.saveservice.print_field_names", "true",
            "jmeter.save.saveservice.timestamp_format", "ms",
            "jmeter.save.saveservice.default_delimiter", ",",
            "jmeter.save.saveservice.assertion_results_failure_message", "true",
            "jmeter.save.saveservice.autoflush", "true",
            // No port is opened by which others could stop it.
            "jmeterengine.nongui.port", "0",
            "summariser.name", "");

    /** Environment variables that Keptn's jmeter-service hands on as properties. */
    private static final List<String> HANDED_ON = List.of("DT_TENANT", "DT_API_TOKEN");

    private static final int SHOWN = 300;

    private final String classPath;

    /** @param classPath of the module {@code jmeter}, with itself */
    public JMeterProcess(String classPath) {
        this.classPath = classPath;
    }

    @Override
    public Run run(JMeterScript script, Map<String, String> properties, Duration left) throws JMeterException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("keptn-jmeter-");
            write(Files.createDirectory(folder.resolve("script")), script);
            write(folder.resolve("keptn.properties"), properties);
            boolean ended = work(folder, left);
            return results(folder, ended);
        } catch (IOException e) {
            throw new JMeterException("JMeter could not be run: " + e.getMessage(), e);
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    /** JMeter looks for files from the script's folder on. */
    private static void write(Path folder, JMeterScript script) throws IOException {
        for (Map.Entry<String, byte[]> file : script.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.write(folder.resolve("script.jmx"), script.content());
    }

    private static void write(Path file, Map<String, String> given) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        HANDED_ON.forEach(name -> Optional.ofNullable(System.getenv(name)).ifPresent(value -> all.put(name, value)));
        all.putAll(given);
        all.putAll(SETTINGS);
        Properties properties = new Properties();
        properties.putAll(all);
        try (Writer writer = new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.ISO_8859_1)) {
            properties.store(writer, null);
        }
    }

    /** @return false if it was killed at the end of its time */
    private boolean work(Path folder, Duration left) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        MAIN,
                        folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        Session session = Session.start(builder);
        try {
            boolean ended = session.process().waitFor(left.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                session.kill();
            }
            return ended;
        } catch (InterruptedException e) {
            session.kill();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while JMeter ran");
        }
    }

    private static Run results(Path folder, boolean ended) throws IOException, JMeterException {
        Path results = folder.resolve("results.csv");
        Optional<JMeterResults> read = Files.exists(results) ? JMeterResults.read(results) : Optional.empty();
        if (read.isEmpty() && ended) {
            throw new JMeterException("JMeter has sent nothing: " + why(folder));
        }
        return new Run(read.map(JMeterResults::results).orElse(JMeterResults.NOTHING), !ended);
    }

    /** The first error that it has printed, else its last line. */
    private static String why(Path folder) throws IOException {
        List<String> lines = new String(Files.readAllBytes(folder.resolve("output")), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String line = lines.stream()
                .filter(text -> text.contains("ERROR") || text.contains("rror ") || text.contains("Exception"))
                .findFirst()
                .orElseGet(() -> lines.isEmpty() ? "it has printed nothing" : lines.get(lines.size() - 1));
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // It stays for the system's cleaner of temporary files.
        }
    }
}
