package sh.keptn.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a newcomer has after a build: launcher, documentation, examples and the built jars, but no sources. The launcher adopts
 * the jars, and can never start a build from within a test.
 */
final class RepositoryCopy {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final int TIMEOUT_SECONDS = 120;

    private final Path folder;

    private RepositoryCopy(Path folder) {
        this.folder = folder;
    }

    /** Makes the copy in an empty folder. */
    static RepositoryCopy in(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("cli/target/lib"));
        List<String> names = new ArrayList<>();
        for (String entry : KeptnProcess.classPath().split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            assumeTrue(entry.endsWith(".jar"), "the launcher needs jars, made by ./mvnw verify; found " + entry);
            boolean isCommand = jar.getFileName().toString().startsWith("cli-");
            Files.createSymbolicLink((isCommand ? lib.resolve("..") : lib).resolve(jar.getFileName()), jar);
            if (!isCommand) {
                names.add("./" + jar.getFileName());
            }
        }
        Files.writeString(lib.resolve("classpath"), String.join(":", names));
        for (String part : List.of("keptn", "README.md", "CONTRIBUTING.md", "docs", "examples")) {
            copy(ROOT.resolve(part), folder.resolve(part));
        }
        return new RepositoryCopy(folder);
    }

    Path folder() {
        return folder;
    }

    /** Runs a line of a shell in a folder. */
    KeptnProcess.Result shell(Path directory, String line) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "shell", ".out");
        Path err = Files.createTempFile(folder, "shell", ".err");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CARTS_STATE", folder.resolve("carts").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException("still running: " + line + "\n" + Files.readString(err));
        }
        return new KeptnProcess.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
