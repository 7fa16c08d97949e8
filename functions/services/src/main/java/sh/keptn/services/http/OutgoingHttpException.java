package sh.keptn.services.http;

/** A request that got no answer. The message names the host, never path or query: those may hold secrets. */
public final class OutgoingHttpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    OutgoingHttpException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why there is no answer. */
    public enum Reason {
        /** The URL is not one that may be called, or a redirect led to such a one. Nothing was sent there. */
        REFUSED,
        /** The host's name has no address. */
        UNKNOWN_HOST,
        /** No connection: nobody listens, or TLS failed. */
        UNREACHABLE,
        /** There was not enough time. The request may have been acted on. */
        TIMEOUT,
        /** The connection broke, or what came was not HTTP. The request may have been acted on. */
        BROKEN
    }

    /** Why there is no answer. */
    public Reason reason() {
        return reason;
    }
}
