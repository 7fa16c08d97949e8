package sh.keptn.services.sli;

import java.util.Optional;

/** The secrets that a uniform names. Their values get into requests only. */
@FunctionalInterface
public interface SliSecrets {

    /**
     * The value of a secret; empty if there is none of that name.
     *
     * @throws SliException if that could not be found out; its sentence names the secret
     */
    Optional<String> get(String name) throws SliException;
}
