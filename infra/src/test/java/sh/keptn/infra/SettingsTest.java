package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installation is told, and what has to be built for it. */
class SettingsTest {

    private static final Path ROOT = Path.of("");

    @Test
    void aNameThatAwsWouldRefuseIsRefusedAtOnce() {
        assertThatThrownBy(() -> new Settings("Keptn 1", ROOT, null, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-c name=NAME");
    }

    @Test
    void theArnOfATableIsRefusedAtOnce() {
        assertThatThrownBy(() -> new Settings(
                        "keptn", ROOT, null, "arn:aws:dynamodb:eu-central-1:111122223333:table/keptn", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without its ARN")
                .hasMessageContaining("-c table=NAME");
    }

    @Test
    void aMissingArtifactSaysHowToBuildIt(@TempDir Path empty) {
        assertThatThrownBy(() -> FunctionFamily.CONTROL.code(empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./mvnw -DskipTests package");
    }
}
