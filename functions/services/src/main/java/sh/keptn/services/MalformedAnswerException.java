package sh.keptn.services;

/** An answer that is not of the shape that {@link AnswerJson} describes; the message names the key and what was expected. */
public final class MalformedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
