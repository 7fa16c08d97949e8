package sh.keptn.standalone.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;

/**
 * The files of a project in a folder: {@code <uri>} for the project, {@code <stage>/<uri>} for a stage, {@code
 * <stage>/<service>/<uri>} for a service. There is one version, the files as they are now.
 */
public final class FolderResources implements Resources {

    private final Path folder;

    public FolderResources(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> find(ResourceLevel level, String uri) throws ResourcesUnavailableException {
        Path file = within(within(folder, level.stage()), level.service()).resolve(uri);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ResourcesUnavailableException("cannot read " + file + ": " + reason(file, e), e);
        }
    }

    private static Path within(Path folder, @Nullable String name) {
        return name == null ? folder : folder.resolve(name);
    }

    private static String reason(Path file, IOException e) {
        return Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName();
    }
}
