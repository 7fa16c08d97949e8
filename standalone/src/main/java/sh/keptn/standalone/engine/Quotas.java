package sh.keptn.standalone.engine;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** The sizes that Step Functions allows ("Service quotas", and the API's limits of error and cause). */
final class Quotas {

    /** The event that ends an execution is at most this one. */
    static final int EVENTS = 25_000;

    /** The longest timeout, wait or interval. */
    static final long SECONDS = 99_999_999;

    private static final int DATA_BYTES = 256 * 1024;
    private static final int ERROR_LENGTH = 256;
    private static final int CAUSE_LENGTH = 32_768;

    private Quotas() {}

    /** Whether an input, an output or a variable is within 256 KiB of UTF-8. */
    static boolean allowData(String text) {
        return text.length() <= DATA_BYTES / 3 || text.getBytes(StandardCharsets.UTF_8).length <= DATA_BYTES;
    }

    /**
     * The JSON text of a value that a state makes or hands on.
     *
     * @throws StateError States.DataLimitExceeded where it is too large
     */
    static String data(@Nullable Object value, String state) {
        String text = Json.write(value);
        if (!allowData(text)) {
            throw new StateError(
                    StateError.DATA_LIMIT,
                    "The state/task '" + state
                            + "' returned a result with a size exceeding the maximum number of bytes service limit.",
                    null);
        }
        return text;
    }

    /** An error's name, cut where it is too long. */
    static @Nullable String error(@Nullable String error) {
        return cut(error, ERROR_LENGTH);
    }

    /** An error's cause, cut where it is too long. */
    static @Nullable String cause(@Nullable String cause) {
        return cut(cause, CAUSE_LENGTH);
    }

    private static @Nullable String cut(@Nullable String text, int limit) {
        return text == null || text.length() <= limit ? text : text.substring(0, limit);
    }
}
