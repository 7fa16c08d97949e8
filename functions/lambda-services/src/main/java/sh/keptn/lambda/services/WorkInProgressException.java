package sh.keptn.lambda.services;

/** Another invocation does this task; Lambda asks again later, and gets its answer then. */
public final class WorkInProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkInProgressException(String message) {
        super(message);
    }
}
