package sh.keptn.controlplane.ports;

/** The storage could not be read or written; nothing is known to have changed, the call can be repeated. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
