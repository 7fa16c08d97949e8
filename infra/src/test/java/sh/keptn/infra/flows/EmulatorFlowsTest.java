package sh.keptn.infra.flows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The flows in an emulator of AWS, functions included: the one that {@code -Daws.endpoint} names, else with {@code -Daws.flows}
 * LocalStack, where Docker runs. Images of LocalStack newer than this one want a token, which {@code LOCALSTACK_AUTH_TOKEN} gives them.
 */
@Tag("aws")
class EmulatorFlowsTest extends Flows {

    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.4.0");
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    @Override
    Account account(Path folder) {
        String given = System.getProperty("aws.endpoint", "");
        if (!given.isEmpty()) {
            return new EmulatedAccount(URI.create(given), () -> {});
        }
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: it fetches LocalStack and takes longer than `verify` should; run it with -Daws.flows where"
                        + " Docker runs, or name an emulator of AWS by -Daws.endpoint=http://127.0.0.1:4566");
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: Docker does not run here; name an emulator of AWS by -Daws.endpoint=http://127.0.0.1:4566");
        LocalStackContainer container =
                new LocalStackContainer(IMAGE).withEnv(TOKEN, System.getenv().getOrDefault(TOKEN, ""));
        container.start();
        return new EmulatedAccount(container.getEndpoint(), container::stop);
    }
}
