package sh.keptn.lambda.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A function as Lambda runs it: a process with AWS's runtime interface client, the artifact on its class path. */
public final class FunctionProcess implements AutoCloseable {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** What the managed runtime has beside the function. */
    private static final List<String> RUNTIME = List.of(
            "aws-lambda-java-runtime-interface-client",
            "aws-lambda-java-core",
            "aws-lambda-java-serialization",
            "utils-lite");

    private final RuntimeApi api;
    private final Process process;
    private final Path output;

    private FunctionProcess(RuntimeApi api, Process process, Path output) {
        this.api = api;
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

    /** Starts it; its output goes to a file of the folder. */
    public static FunctionProcess start(Setup setup, Path folder) {
        RuntimeApi api =
                new RuntimeApi("arn:aws:lambda:eu-central-1:111122223333:function:keptn-" + setup.function() + ":live");
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
                            api.address(),
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
            return new FunctionProcess(api, builder.start(), output);
        } catch (IOException e) {
            api.close();
            throw new UncheckedIOException(e);
        }
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

    /** The answer to a payload, as JSON text. */
    public String invoke(String payload) {
        return invoke(payload, FIVE_MINUTES);
    }

    /** The same with less time. */
    public String invoke(String payload, Duration timeLeft) {
        return answered(outcome(UUID.randomUUID().toString(), payload, timeLeft));
    }

    /** The error that a payload ends with, as JSON text: {@code errorMessage}, {@code errorType}, {@code stackTrace}. */
    public String fail(String payload) {
        return fail(UUID.randomUUID().toString(), payload);
    }

    /**
     * The same for one request.
     *
     * @param requestId the same again for an invocation that Lambda retries
     */
    public String fail(String requestId, String payload) {
        RuntimeApi.Outcome outcome = outcome(requestId, payload, FIVE_MINUTES);
        if (!outcome.kind().equals("error")) {
            throw new IllegalStateException("answered " + outcome + "; expected an error");
        }
        return outcome.body();
    }

    /** The error with which the process has not even started. */
    public String failedStart() {
        return api.await().body();
    }

    private RuntimeApi.Outcome outcome(String requestId, String payload, Duration timeLeft) {
        try {
            return api.invoke(requestId, payload, timeLeft);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + output(), e);
        }
    }

    private String answered(RuntimeApi.Outcome outcome) {
        if (!outcome.kind().equals("response")) {
            throw new IllegalStateException(outcome + "\n" + output());
        }
        return outcome.body();
    }

    /** What the process has asked the runtime interface for. */
    public List<String> calls() {
        return api.calls();
    }

    /** What it has written. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        api.close();
    }
}
