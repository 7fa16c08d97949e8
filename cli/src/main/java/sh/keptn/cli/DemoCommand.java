package sh.keptn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.cli.run.Run;
import sh.keptn.cli.run.RunOutcome;
import sh.keptn.cli.run.RunRequest;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;
import sh.keptn.services.simulation.AnswersFileException;
import sh.keptn.standalone.DataFolderException;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.translator.Plan;

/** {@code keptn demo}: delivers a broken, a slow and a good build of the example service, with real processes and real HTTP. */
@Command(
        name = "demo",
        description = {
            "Delivers three builds of a small service through dev, hardening and production, on this machine.",
            "The first one fails its test, the second one is stopped by the quality gate because it is slow,",
            "the third one reaches production and answers there.",
            "All processes are real, listen on 127.0.0.1 only, and are gone at the end."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String BROKEN_BUILD = "carts:1.2.0";
    private static final String SLOW_BUILD = "carts:1.3.0";
    private static final String GOOD_BUILD = "carts:1.1.0";
    private static final int STOP_SECONDS = 30;
    private static final int HTTP_MILLISECONDS = 5000;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; json prints each event.")
    private OutputFormat output = OutputFormat.TEXT;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path example = example();
        Plan plan = ProjectFiles.translate(
                spec.commandLine(),
                "sockshop",
                example.resolve("shipyard.yaml").toString(),
                example.resolve("uniform.yaml").toString(),
                "nothing was run");
        try (TemporaryFolder folder = TemporaryFolder.create("keptn-demo-");
                RunningService service = new RunningService(example, folder)) {
            return demonstrate(plan, example, folder.path(), service);
        } catch (DataFolderException | DatabaseException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        }
    }

    private int demonstrate(Plan plan, Path example, Path folder, RunningService service) {
        say("A small HTTP service is to be delivered through dev, hardening and production.");
        say("What happens stands in " + shown(example.resolve("shipyard.yaml")) + ", who does it in "
                + shown(example.resolve("uniform.yaml")) + ".");
        say("");
        say("@|bold 1. " + BROKEN_BUILD + ", a build with a mistake in it|@");
        boolean isBrokenStopped = isStopped("dev", deliver(plan, example, folder, service, BROKEN_BUILD));
        say("");
        say("@|bold 2. " + SLOW_BUILD + ", a build that works, but is slow|@");
        boolean isSlowStopped = isStopped("hardening", deliver(plan, example, folder, service, SLOW_BUILD));
        say("");
        say("@|bold 3. " + GOOD_BUILD + ", a good build|@");
        Delivery good = deliver(plan, example, folder, service, GOOD_BUILD);
        String url = good.seen.productionUrl();
        String answer = good.outcome == RunOutcome.PASSED && url != null ? get(url) : null;
        say(
                answer == null
                        ? "@|red The good build does not answer in production.|@ " + good.seen.failure()
                        : "@|green In production:|@ GET " + url + " answers " + answer);
        say("");
        say("Next: look at the two files, or run one yourself with ./keptn run --help.");
        return isBrokenStopped && isSlowStopped && answer != null ? 0 : 1;
    }

    private boolean isStopped(String stage, Delivery delivery) {
        DemoListener seen = delivery.seen;
        boolean isStopped =
                delivery.outcome == RunOutcome.FAILED && seen.failedStage().equals(stage);
        say(
                isStopped
                        ? "@|green Stopped in " + stage + " by its " + seen.failedTask() + ":|@ " + seen.failure()
                        : "@|red The build was not stopped in " + stage + ".|@ " + seen.failure());
        return isStopped;
    }

    private record Delivery(RunOutcome outcome, DemoListener seen) {}

    private Delivery deliver(Plan plan, Path example, Path folder, RunningService service, String image) {
        RunRequest request = new RunRequest(
                plan,
                example,
                service.variables(),
                example,
                "dev",
                "artifact-delivery",
                List.of("carts"),
                Json.parseObject("{\"configurationChange\": {\"values\": {\"image\": \"" + image + "\"}}}"),
                UUID.randomUUID().toString(),
                folder.resolve("data"),
                false,
                false,
                null);
        try (RunOutput shown = RunOutput.of(spec.commandLine(), terminal, output, request, false)) {
            DemoListener seen = new DemoListener(shown);
            return new Delivery(new Run(request, seen).run(), seen);
        } catch (AnswersFileException e) {
            throw new IllegalStateException("the demo has no answers file", e);
        }
    }

    private void say(String line) {
        ColorScheme colours = spec.commandLine().getColorScheme();
        PrintWriter writer = output == OutputFormat.JSON
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        writer.println(colours.ansi().string(PlainText.line(line)));
        writer.flush();
    }

    private static Path example() {
        String home = System.getenv("KEPTN_HOME");
        Path example = Path.of(home == null ? "" : home, "examples", "carts").toAbsolutePath();
        if (!Files.exists(example.resolve("shipyard.yaml"))) {
            throw new CommandFailedException("no example in " + example
                    + "; start the demo by ./keptn in a clone of the project, or set KEPTN_HOME to one");
        }
        return example;
    }

    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    private static @Nullable String get(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(HTTP_MILLISECONDS);
            connection.setReadTimeout(HTTP_MILLISECONDS);
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return null;
        }
    }

    /** The processes that the deliveries leave running; closing it ends them, and so does the end of this process. */
    private static final class RunningService implements AutoCloseable {
        private final Path example;
        private final Map<String, String> variables;
        private final TemporaryFolder folder;

        private RunningService(Path example, TemporaryFolder folder) {
            this.example = example;
            this.folder = folder;
            this.variables =
                    Map.of("CARTS_STATE", folder.path().resolve("carts").toString());
            folder.beforeRemovalAtEnd(this::stop);
        }

        private Map<String, String> variables() {
            return variables;
        }

        @Override
        public void close() {
            stop();
            folder.beforeRemovalAtEnd(() -> {});
        }

        private void stop() {
            ProcessBuilder ops = new ProcessBuilder(example.resolve("ops").toString(), "stop")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            ops.environment().putAll(variables);
            try {
                boolean ended = ops.start().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    throw new CommandFailedException("the example's processes did not stop; see " + variables);
                }
            } catch (IOException e) {
                throw new CommandFailedException("the example's processes could not be stopped: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
