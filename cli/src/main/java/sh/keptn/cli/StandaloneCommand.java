package sh.keptn.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.DataFolderException;
import sh.keptn.standalone.awsapi.AwsEndpoint;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.time.RealTimeline;

/** {@code keptn standalone}: serves the embedded engine and bus to other programs until it is stopped. */
@Command(
        name = "standalone",
        description = {
            "Serves the embedded engine and event bus to programs on this machine through AWS's own protocols of Step"
                    + " Functions, EventBridge and Lambda's runtimes, until it is stopped (SIGTERM, Ctrl-C). Everything is kept in the data folder: started again, it goes on where it was.",
            "It prints `ready URL` when it can be used. Any credentials and any region will do."
        },
        footer = {
            "",
            "Exit codes: 1 the port or the data folder is in use, or cannot be had; 2 wrong usage; 143 stopped by SIGTERM,"
                    + " 130 by Ctrl-C."
        },
        mixinStandardHelpOptions = true)
final class StandaloneCommand implements Callable<Integer> {

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[^\\]]+\\]|[^:]+):)?(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    /** AWS Lambda, "Lambda quotas". */
    private static final int LONGEST_TIMEOUT = 900;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--aws-endpoint",
            required = true,
            paramLabel = "[HOST:]PORT",
            description =
                    "Where they are served: a loopback address, default 127.0.0.1; port 0 takes any" + " that is free.")
    @SuppressWarnings("NullAway.Init")
    private String address;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    @SuppressWarnings("NullAway.Init")
    private Path dataFolder;

    @Option(
            names = "--function-timeout",
            paramLabel = "SECONDS",
            description = "How long a Lambda function may work on one invocation; default ${DEFAULT-VALUE}.")
    private int functionTimeout = 60;

    @Override
    public Integer call() {
        Matcher parts = ADDRESS.matcher(address);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : -1;
        if (port < 0 || port > LAST_PORT) {
            throw wrong("--aws-endpoint is `" + address + "`; expected a port such as 4566, or 127.0.0.1:4566");
        }
        if (functionTimeout < 1 || functionTimeout > LONGEST_TIMEOUT) {
            throw wrong("--function-timeout is " + functionTimeout + "; expected 1 to " + LONGEST_TIMEOUT + " seconds");
        }
        String host = parts.group(1) == null ? "127.0.0.1" : parts.group(1).replaceAll("[\\[\\]]", "");
        checkHost(host);
        try (DataFolder folder = DataFolder.open(dataFolder);
                AwsEndpoint endpoint = start(folder, host, port)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(endpoint::close, "close-endpoint"));
            spec.commandLine().getOut().println("ready " + endpoint.url());
            stopped.await();
            return 0;
        } catch (DataFolderException | DatabaseException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void checkHost(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw wrong("--aws-endpoint: `" + host + "` is no loopback address such as 127.0.0.1 or localhost");
            }
        } catch (UnknownHostException e) {
            throw wrong("--aws-endpoint: this machine does not know the host `" + host + "`");
        }
    }

    private AwsEndpoint start(DataFolder folder, String host, int port) {
        try {
            return AwsEndpoint.start(
                    Database.open(folder.endpointDatabase()),
                    new RealTimeline(Clock.systemUTC()),
                    host,
                    port,
                    Duration.ofSeconds(functionTimeout));
        } catch (IOException e) {
            throw new CommandFailedException("port " + port + " of " + host + " cannot be used: " + e.getMessage()
                    + "; name another one with --aws-endpoint, or 0 for any that is free");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
