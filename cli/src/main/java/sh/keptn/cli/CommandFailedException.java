package sh.keptn.cli;

/** Ends a command with one line on stderr and exit code 1: a file that cannot be written, a folder in use. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is a sentence for the user: what, where, what to do. */
    CommandFailedException(String message) {
        super(message);
    }
}
