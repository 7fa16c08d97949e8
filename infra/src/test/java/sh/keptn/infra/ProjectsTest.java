package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.infra.CartsInstallation.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Projects that come with the installation: what becomes of them, and what is said of them at synthesis. */
class ProjectsTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void aProjectOfTheStackIsPublishedByItsFiles() {
        template.hasResourceProperties(
                "Custom::KeptnProject",
                Map.of(
                        "Project",
                        "carts",
                        "Table",
                        Map.of("Ref", Match.stringLikeRegexp("^StorageTable.*")),
                        "ServiceToken",
                        Map.of("Ref", Match.stringLikeRegexp("PublishingpublishLive.*")),
                        "Shipyard",
                        Match.stringLikeRegexp(".*\\.yaml"),
                        "Uniform",
                        Match.stringLikeRegexp(".*\\.yaml"),
                        "Resources",
                        Match.stringLikeRegexp(".*\\.zip")));
    }

    @Test
    void whatNobodyDoesOnAwsIsSaid() {
        assertThat(carts.annotations()
                        .findWarning(
                                "*",
                                Match.stringLikeRegexp(
                                        ".*uniform.yaml:4:.*\\[service-not-on-aws\\].*`deployer` is a command.*")))
                .hasSize(1);
    }

    @Test
    void tooManyRulesOfAllProjectsAreToldBeforeTheyAreDeployed(@TempDir Path folder) throws IOException {
        Files.copy(CartsInstallation.PROJECT.resolve("shipyard.yaml"), folder.resolve("shipyard.yaml"));
        Files.copy(CartsInstallation.PROJECT.resolve("connections.yaml"), folder.resolve("connections.yaml"));
        StringBuilder uniform = new StringBuilder("kind: Uniform\nspec:\n  services:\n");
        for (int i = 0; i < 295; i++) {
            uniform.append("    - {name: s").append(i).append(", external: true, events: [deployment.triggered]}\n");
        }
        Files.writeString(folder.resolve("uniform.yaml"), uniform);
        KeptnStack stack = stackWith(folder);
        // Of the project alone there are not too many; three are those of its forwards.
        long own = carts.resources("AWS::Events::Rule").values().stream()
                .filter(rule -> !"default".equals(properties(rule).getOrDefault("EventBusName", "default")))
                .count();
        String message = ".*need " + (295 + own) + " rules on Keptn's bus, and AWS takes 300.*rules-too-many.*";
        assertThat(Annotations.fromStack(stack).findWarning("*", Match.stringLikeRegexp(message)))
                .hasSize(1);
        assertThat(carts.annotations().findWarning("*", Match.stringLikeRegexp(".*rules-too-many.*")))
                .isEmpty();
    }

    @Test
    void errorsInAProjectFailTheSynthesisWithTheirPositions(@TempDir Path folder) throws IOException {
        Path shipyard = folder.resolve("shipyard.yaml");
        Files.writeString(shipyard, "spec:\n  stages:\n    - sequences: 1\n");

        assertThatThrownBy(() -> stackWith(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the project carts cannot be deployed")
                .hasMessageContaining(shipyard + ":3:")
                .hasMessageContaining("[stage-without-name]");
    }

    @Test
    void errorsInConnectionsFailTheSynthesisToo(@TempDir Path folder) throws IOException {
        Files.copy(CartsInstallation.PROJECT.resolve("shipyard.yaml"), folder.resolve("shipyard.yaml"));
        Path connections = folder.resolve("connections.yaml");
        String ofCarts = Files.readString(CartsInstallation.PROJECT.resolve("connections.yaml"));
        Files.writeString(connections, ofCarts.replace("dev.delivery", "prod.delivery"));

        assertThatThrownBy(() -> stackWith(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(connections + ":5:")
                .hasMessageContaining("[connection-sequence-unknown]");
    }

    @Test
    void aFolderWithoutShipyardIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> stackWith(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shipyard.yaml");
    }

    private static KeptnStack stackWith(Path carts) {
        return new KeptnStack(
                new App(), new Settings("keptn", NamedArtifacts.root(), null, null, Map.of("carts", carts)));
    }

    @Test
    void hiddenFoldersAreNoProjects(@TempDir Path checkout) throws IOException {
        Files.createDirectory(checkout.resolve(".git"));
        Path carts = Files.createDirectory(checkout.resolve("carts"));
        Files.writeString(checkout.resolve("README.md"), "no project");
        assertThat(KeptnApp.projects(checkout.toString())).isEqualTo(Map.of("carts", carts));
    }
}
