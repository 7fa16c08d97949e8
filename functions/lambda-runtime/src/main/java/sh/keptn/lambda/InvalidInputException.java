package sh.keptn.lambda;

/** A payload that the function can never handle: it was wired to the wrong source, or called with a mistake. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one sentence: what was expected */
    public InvalidInputException(String message) {
        super(message);
    }
}
