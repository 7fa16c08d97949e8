package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.aws.Moto;
import sh.keptn.lambda.process.RuntimeProcess;
import sh.keptn.standalone.awsapi.AwsEndpoint;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.RealTimeline;

/**
 * An account on this machine: Step Functions, EventBridge and Lambda are our endpoint, what is kept is kept by moto (DynamoDB, S3,
 * Secrets Manager, IAM), and each function is a process with AWS's runtime interface client.
 */
final class ProcessAccount implements Account {

    /** The account's number at our endpoint. */
    static final String NUMBER = "000000000000";

    /** The services of moto. */
    private static final Set<String> STORAGE = Set.of("DYNAMODB", "S3", "SECRETS_MANAGER", "IAM");

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

    /** What the functions of this size need at most; there is one process for each. */
    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC");

    private final Path folder;
    private final URI storage;
    private final AwsEndpoint endpoint;
    private final List<RuntimeProcess> processes = new ArrayList<>();

    private ProcessAccount(Path folder, URI storage, AwsEndpoint endpoint) {
        this.folder = folder;
        this.storage = storage;
        this.endpoint = endpoint;
    }

    /** Starts it with everything in a folder; skips the test where there is no moto. */
    static ProcessAccount start(Path folder) {
        URI storage = Moto.endpoint();
        try {
            return new ProcessAccount(
                    folder,
                    storage,
                    AwsEndpoint.start(
                            Database.open(folder.resolve("endpoint.db")),
                            new RealTimeline(Clock.systemUTC()),
                            "127.0.0.1",
                            0,
                            FUNCTION_TIMEOUT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI endpoint(String service) {
        return STORAGE.contains(service) ? storage : URI.create(endpoint.url());
    }

    @Override
    public String number() {
        return NUMBER;
    }

    @Override
    public Optional<String> thisMachine() {
        return Optional.of("127.0.0.1");
    }

    @Override
    public void create(Function function) {
        Map<String, String> environment = new LinkedHashMap<>(function.environment());
        environment.put("AWS_REGION", REGION.id());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put("AWS_ENDPOINT_URL", endpoint.url());
        STORAGE.forEach(service -> environment.put("AWS_ENDPOINT_URL_" + service, storage.toString()));
        RuntimeProcess.Setup setup = new RuntimeProcess.Setup(
                function.handler(), function.name(), List.of(function.artifact()), environment, SMALL);
        String runtimeApi = URI.create(endpoint.url()).getAuthority() + "/runtime/" + function.name();
        processes.add(RuntimeProcess.start(setup, runtimeApi, folder));
    }

    /** Its process ends with the account. */
    @Override
    public void delete(Function function) {}

    /** What the functions have written, for the message of a test that fails. */
    String output() {
        StringBuilder all = new StringBuilder();
        processes.forEach(process -> all.append(process.output()));
        return all.toString();
    }

    @Override
    public void close() {
        processes.forEach(RuntimeProcess::close);
        endpoint.close();
    }
}
