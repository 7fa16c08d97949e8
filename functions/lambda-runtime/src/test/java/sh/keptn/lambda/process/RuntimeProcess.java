package sh.keptn.lambda.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with AWS's runtime interface client and a function's artifact, as Lambda starts it; whoever serves the runtime API
 * gives it its work.
 */
public final class RuntimeProcess implements AutoCloseable {

    /** What the managed runtime has beside the function. */
    private static final List<String> RUNTIME = List.of(
            "aws-lambda-java-runtime-interface-client",
            "aws-lambda-java-core",
            "aws-lambda-java-serialization",
            "utils-lite");

    private final Process process;
    private final Path output;

    private RuntimeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * What a process is started with.
     *
     * @param handler class that Lambda calls
     * @param function name in {@code SPRING_CLOUD_FUNCTION_DEFINITION}
     * @param classPath the artifact first
     * @param environment beyond what Lambda sets
     * @param options of the Java virtual machine
     */
    public record Setup(
            String handler,
            String function,
            List<Path> classPath,
            Map<String, String> environment,
            List<String> options) {

        /** The same with options of the Java virtual machine. */
        public Setup with(String... more) {
            return new Setup(handler, function, classPath, environment, List.of(more));
        }

        /** The same with one more environment variable. */
        public Setup withVariable(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.put(name, value);
            return new Setup(handler, function, classPath, all, options);
        }
    }

    /**
     * Starts it; its output goes to a file of the folder.
     *
     * @param runtimeApi host and port of the runtime API, and the path before its own if there is one
     */
    public static RuntimeProcess start(Setup setup, String runtimeApi, Path folder) {
        List<String> classPath =
                new ArrayList<>(setup.classPath().stream().map(Path::toString).toList());
        classPath.addAll(runtime());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As the managed runtime does: one tier, and the hooks of snapshots.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        command.addAll(nativeLibrary(folder));
        command.addAll(setup.options());
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classPath),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                setup.handler()));
        try {
            Path output = Files.createTempFile(folder, setup.function(), ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment()
                    .putAll(Map.of(
                            "AWS_LAMBDA_RUNTIME_API",
                            runtimeApi,
                            "AWS_LAMBDA_FUNCTION_NAME",
                            "keptn-" + setup.function(),
                            "AWS_LAMBDA_FUNCTION_VERSION",
                            "1",
                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                            "1024",
                            "AWS_REGION",
                            "eu-central-1",
                            "AWS_ACCESS_KEY_ID",
                            "test",
                            "AWS_SECRET_ACCESS_KEY",
                            "test",
                            "LAMBDA_TASK_ROOT",
                            folder.toString(),
                            "SPRING_CLOUD_FUNCTION_DEFINITION",
                            setup.function(),
                            "PATH",
                            String.valueOf(System.getenv("PATH"))));
            builder.environment().putAll(setup.environment());
            return new RuntimeProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The option that names the client's native library. By itself each process writes it to the same file below {@code /tmp},
     * where processes that start at once pull it out from under each other.
     */
    private static List<String> nativeLibrary(Path folder) {
        boolean musl = Files.exists(Path.of("/etc/alpine-release"));
        String platform = (musl ? "linux_musl-" : "linux-")
                + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64");
        Path library = folder.resolve("libaws-lambda-jni.so").toAbsolutePath();
        try (InputStream packed = ClassLoader.getSystemResourceAsStream("jni/libaws-lambda-jni." + platform + ".so")) {
            if (packed != null && !Files.exists(library)) {
                Files.copy(packed, library);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library);
    }

    private static Stream<String> classPathOfTests() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    private static List<String> runtime() {
        return classPathOfTests()
                .filter(jar -> RUNTIME.stream()
                        .anyMatch(name -> Path.of(jar).getFileName().toString().startsWith(name)))
                .toList();
    }

    /** What it has written. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as Lambda does: without a word. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
