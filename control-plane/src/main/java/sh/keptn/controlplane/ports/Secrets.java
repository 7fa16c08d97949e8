package sh.keptn.controlplane.ports;

import java.util.Optional;

/** Secrets by their names, each one text. What they hold never gets into events, rows, logs or messages. */
public interface Secrets {

    /**
     * The value of a secret, at most a minute old; empty if there is none of that name.
     *
     * @throws SecretsUnavailableException if the platform does not give it out
     */
    Optional<String> get(String name);
}
