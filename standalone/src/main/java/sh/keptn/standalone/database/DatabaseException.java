package sh.keptn.standalone.database;

import org.jspecify.annotations.Nullable;

/** The data folder's file could not be opened, read or written. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
