package sh.keptn.infra.flows;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The flows in an emulator of AWS that runs the functions too: the one of {@code -Daws.endpoint}, else LocalStack where Docker runs.
 *
 * <p>{@code -Daws.endpoint.functions} is the address at which functions find the services, if the emulator does not tell
 * them by {@code AWS_ENDPOINT_URL}; {@code -Daws.host} is the host under which they find this machine, for webhooks. Images
 * of LocalStack newer than this one want a token, which {@code LOCALSTACK_AUTH_TOKEN} gives them.
 */
@Tag("aws")
class EmulatorFlowsTest extends Flows {

    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.4.0");
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    /** What Docker calls the machine that it runs on. */
    private static final String HOST = "host.docker.internal";

    @Override
    Account account(Path folder) {
        Optional<URI> given = property("aws.endpoint").map(URI::create);
        Optional<String> ofFunctions = property("aws.endpoint.functions");
        Optional<String> thisMachine = property("aws.host");
        if (given.isPresent()) {
            return new EmulatedAccount(new EmulatedAccount.Place(given.get(), ofFunctions, thisMachine), () -> {});
        }
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: Docker does not run here; name an emulator of AWS by -Daws.endpoint=http://127.0.0.1:4566");
        LocalStackContainer container = start();
        return new EmulatedAccount(
                new EmulatedAccount.Place(
                        container.getEndpoint(), ofFunctions, thisMachine.or(() -> Optional.of(HOST))),
                container::stop);
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    /** Functions run in containers of their own, beside that of LocalStack. */
    private static LocalStackContainer start() {
        LocalStackContainer container = new LocalStackContainer(IMAGE)
                .withEnv("LAMBDA_DOCKER_FLAGS", "--add-host=" + HOST + ":host-gateway")
                .withEnv("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "120");
        String token = System.getenv(TOKEN);
        if (token != null) {
            container.withEnv(TOKEN, token);
        }
        try {
            container.start();
            return container;
        } catch (ContainerFetchException | ContainerLaunchException e) {
            container.stop();
            return abort("skipped: Docker runs here, but " + IMAGE + " cannot be started: " + e.getMessage());
        }
    }
}
