package sh.keptn.standalone.awsapi.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error of an operation as AWS names it. */
public final class AwsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;

    private final int status;
    private final String type;
    private final @Nullable String field;
    private final @Nullable String value;

    private AwsError(int status, String type, String message, @Nullable String field, @Nullable String value) {
        super(message);
        this.status = status;
        this.type = type;
        this.field = field;
        this.value = value;
    }

    /** An error of the caller. */
    public AwsError(String type, String message) {
        this(BAD_REQUEST, type, message, null, null);
    }

    /** An error with a status of its own. */
    public static AwsError of(int status, String type, String message) {
        return new AwsError(status, type, message, null, null);
    }

    /** A member of the request breaks a constraint of the API's model. */
    public static AwsError constraint(String member, String constraint) {
        return new AwsError(
                "ValidationException",
                "1 validation error detected: Value at '" + member + "' failed to satisfy constraint: " + constraint);
    }

    /** The same error with one more member. */
    public AwsError with(String name, String text) {
        return new AwsError(status, type, String.valueOf(getMessage()), name, text);
    }

    int status() {
        return status;
    }

    /** The name of the error, such as {@code InvalidArn}. */
    public String type() {
        return type;
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("__type", type);
        json.put("message", getMessage());
        if (field != null) {
            json.put(field, value);
        }
        return json;
    }
}
