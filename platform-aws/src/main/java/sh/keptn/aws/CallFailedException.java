package sh.keptn.aws;

/** A service of AWS did not do what it was asked for, or did not say so; the call can be repeated. */
public final class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CallFailedException(String message) {
        super(message);
    }

    public CallFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
