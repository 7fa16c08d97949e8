package sh.keptn.standalone.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** The sizes that Step Functions allows ("Service quotas", and the API's limits of error and cause). */
final class Quotas {

    /** The event that ends an execution is at most this one. */
    static final int EVENTS = 25_000;

    /** How long after its end an execution can be redriven. */
    static final Duration REDRIVABLE = Duration.ofDays(14);

    /** The longest timeout, wait or interval. */
    static final long SECONDS = 99_999_999;

    private static final int DATA_BYTES = 256 * 1024;
    private static final long VARIABLES_BYTES = 10L * 1024 * 1024;
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

    /** @throws StateError States.DataLimitExceeded where the variables of an execution are larger than 10 MiB together */
    static void checkVariables(List<Map<String, @Nullable Object>> variables, String state) {
        if (size(variables) > VARIABLES_BYTES) {
            throw new StateError(
                    StateError.DATA_LIMIT,
                    "The state/task '" + state
                            + "' assigned variables with a size exceeding the maximum number of bytes"
                            + " service limit.",
                    null);
        }
    }

    /** About the length of a value's JSON. */
    private static long size(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() + 2L;
        }
        long size = 4;
        if (value instanceof List<?> list) {
            for (Object item : list) {
                size += size(item) + 1;
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += size(entry.getKey()) + size(entry.getValue()) + 2;
            }
        }
        return size;
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
