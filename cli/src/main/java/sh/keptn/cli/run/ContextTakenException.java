package sh.keptn.cli.run;

/** The context that a run was to have belongs to another one; the message says to which. */
public final class ContextTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContextTakenException(String message) {
        super(message);
    }
}
