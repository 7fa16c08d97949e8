package sh.keptn.controlplane.ports;

/** Secrets could not be read; the call can be repeated. */
public final class SecretsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SecretsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
