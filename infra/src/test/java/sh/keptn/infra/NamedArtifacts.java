package sh.keptn.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Artifacts of all functions that have their names and nothing in them, which is enough to synthesize. */
final class NamedArtifacts {

    /** Written when it is first asked for. */
    private static final Path ROOT = write();

    private NamedArtifacts() {}

    /** What is the project's root folder for a stack. */
    static Path root() {
        return ROOT;
    }

    private static Path write() {
        try {
            Path root = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "artifacts-");
            for (FunctionFamily family : FunctionFamily.values()) {
                Path folder = Files.createDirectories(family.folder(root));
                Files.writeString(folder.resolve(family.module() + "-1-lambda.jar"), "not a real one");
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
