package sh.keptn.lambda.services;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;

/** The files with which a project was published. An event that names a version which is not ours gets the newest one. */
final class StoredResources implements Resources {

    private final Configurations configurations;

    StoredResources(Configurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public Optional<byte[]> find(ResourceLevel level, String uri) throws ResourcesUnavailableException {
        String path = Stream.of(
                        Optional.ofNullable(level.stage()), Optional.ofNullable(level.service()), Optional.of(uri))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("/"));
        try {
            return version(level).flatMap(version -> configurations.file(level.project(), version, path));
        } catch (StoreUnavailableException e) {
            throw new ResourcesUnavailableException("cannot read " + uri + " of " + level + ": " + e.getMessage(), e);
        }
    }

    private Optional<String> version(ResourceLevel level) {
        String named = level.version();
        return named != null && !configurations.paths(level.project(), named).isEmpty()
                ? Optional.of(named)
                : configurations.newest(level.project());
    }
}
