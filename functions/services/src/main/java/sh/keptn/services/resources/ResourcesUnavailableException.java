package sh.keptn.services.resources;

/** A file could not be read; the message says which one and why, without a stop at its end. */
public final class ResourcesUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    public ResourcesUnavailableException(String message) {
        super(message);
    }

    public ResourcesUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
