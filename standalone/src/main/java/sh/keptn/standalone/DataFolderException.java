package sh.keptn.standalone;

/** A data folder that cannot be used; the message is a sentence for the user. */
public final class DataFolderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataFolderException(String message) {
        super(message);
    }
}
