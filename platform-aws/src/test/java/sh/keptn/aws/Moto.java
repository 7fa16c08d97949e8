package sh.keptn.aws;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An endpoint with AWS's services: the one of {@code -Daws.endpoint}, else moto's server, started once for all tests. Where moto
 * is not installed, tests that need it are skipped; with {@code -Daws.tests} they fail instead.
 */
public final class Moto {

    /**
     * One request at a time, because moto undoes a failed transaction by putting the whole table back. Ends with its standard
     * input, so that it does not outlive the tests.
     */
    private static final String SCRIPT = """
            import os, sys, threading
            from werkzeug.serving import make_server
            from moto.server import DomainDispatcherApplication, create_backend_app
            server = make_server('127.0.0.1', 0, DomainDispatcherApplication(create_backend_app), threaded=False)
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            print(server.port, flush=True)
            server.serve_forever()
            """;

    /** Started when it is first asked for. */
    private static final class Server {
        private static final Optional<URI> ENDPOINT = start();
    }

    private Moto() {}

    /** The endpoint; skips the test where there is none. */
    public static URI endpoint() {
        String given = System.getProperty("aws.endpoint", "");
        if (!given.isEmpty()) {
            return URI.create(given);
        }
        return Server.ENDPOINT.orElseGet(Moto::absent);
    }

    private static URI absent() {
        String message = "python3 has no moto; install moto[server], or give an endpoint by -Daws.endpoint";
        return System.getProperty("aws.tests") == null ? abort(message) : fail(message);
    }

    @SuppressWarnings("StreamResourceLeak") // the server runs as long as the tests do
    private static Optional<URI> start() {
        try {
            Process process = new ProcessBuilder("python3", "-c", SCRIPT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            return Optional.ofNullable(output.readLine()).map(port -> URI.create("http://127.0.0.1:" + port.strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
