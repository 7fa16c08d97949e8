package sh.keptn.services.resources;

import java.util.Optional;

/** The files that a project keeps at its levels. */
@FunctionalInterface
public interface Resources {

    /**
     * A file at exactly this level; whoever wants another level's file where there is none asks again.
     *
     * @param uri its path with slashes: {@code slo.yaml}, {@code prometheus/sli.yaml}
     * @return empty only where it is known that there is no such file
     * @throws ResourcesUnavailableException if that could not be found out, or the file could not be read
     */
    Optional<byte[]> find(ResourceLevel level, String uri) throws ResourcesUnavailableException;
}
