package sh.keptn.api.http;

/** A request that is not done; its message is for whoever sent it. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    public ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** What is answered. */
    public Problem problem() {
        return new Problem(status, String.valueOf(getMessage()));
    }
}
