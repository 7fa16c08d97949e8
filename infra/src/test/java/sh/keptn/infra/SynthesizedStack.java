package sh.keptn.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * An installation as {@code cdk synth} writes it.
 *
 * @param name of the installation
 * @param template of its only stack, with CloudFormation's functions in it
 * @param folder with the assets, which are named {@code asset.<key>}
 */
public record SynthesizedStack(String name, Map<String, @Nullable Object> template, Path folder) {

    /**
     * Synthesizes the stack without projects.
     *
     * @param name of the installation
     * @param root the project's root folder, in which the functions' artifacts have been built
     * @throws IllegalStateException if they have not been built
     */
    public static SynthesizedStack of(String name, Path root, Path folder) {
        App app = new App(AppProps.builder().outdir(folder.toString()).build());
        KeptnStack stack = new KeptnStack(app, new Settings(name, root, null, null, Map.of()));
        Path template = Path.of(app.synth().getStackByName(stack.getStackName()).getTemplateFullPath());
        try {
            return new SynthesizedStack(name, Json.parseObject(Files.readString(template)), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where a stack cannot be synthesized: without Node, and as long as the functions' artifacts are not built. */
    public static void assumePossible(Path root) {
        Node.assume();
        assumeTrue(
                isBuilt(root),
                "skipped: the artifacts of the functions are not built; ./mvnw -DskipTests package builds them");
    }

    private static boolean isBuilt(Path root) {
        try {
            for (FunctionFamily family : FunctionFamily.values()) {
                family.artifact(root);
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
