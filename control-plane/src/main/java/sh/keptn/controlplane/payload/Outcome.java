package sh.keptn.controlplane.payload;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task or a sequence ended.
 *
 * @param result pass, warning or fail
 * @param status succeeded, errored, aborted or unknown
 * @param message one sentence, may be empty
 */
public record Outcome(String result, String status, String message) {

    public static final String PASS = "pass";
    public static final String WARNING = "warning";
    public static final String FAIL = "fail";
    public static final String SUCCEEDED = "succeeded";
    public static final String ERRORED = "errored";
    public static final String ABORTED = "aborted";
    public static final String UNKNOWN = "unknown";

    /** A task of a run has reported progress, so that others go on. */
    public static final String IN_PROGRESS = "in-progress";

    private static final int MESSAGE_LIMIT = 4000;
    private static final String CUT = "...";

    /** Something that could not be done. */
    public static Outcome errored(String message) {
        return new Outcome(FAIL, ERRORED, message);
    }

    /** Reads result, status and message of an event's data; an absent word is an empty one. */
    public static Outcome of(Map<String, ? extends @Nullable Object> data) {
        return new Outcome(word(data, "result"), word(data, "status"), word(data, "message"));
    }

    /**
     * Combines the answers of several task services, whatever their order: fail if one is neither pass nor warning (an
     * empty result is fail), else warning if one is; errored before aborted before succeeded, anything else is unknown and
     * fails.
     */
    public static Outcome combine(Collection<Outcome> answers) {
        String result = PASS;
        String status = SUCCEEDED;
        String message = "";
        for (Outcome answer : answers) {
            result = worse(result, answer.result());
            status = worseStatus(status, answer.status());
            boolean explains = !answer.message().isEmpty() && (message.isEmpty() || !answer.isGood());
            message = explains ? answer.message() : message;
        }
        return new Outcome(status.equals(UNKNOWN) ? FAIL : result, status, message);
    }

    /** The same with the beginning of a long message. */
    public Outcome shortened() {
        if (message.length() <= MESSAGE_LIMIT) {
            return this;
        }
        int end = MESSAGE_LIMIT - CUT.length();
        boolean inPair = Character.isHighSurrogate(message.charAt(end - 1));
        return new Outcome(result, status, message.substring(0, inPair ? end - 1 : end) + CUT);
    }

    /** Whether the next task may follow: neither failed nor errored; aborted with pass goes on, as in Keptn. */
    public boolean continues() {
        return isGood() && !status.equals(ERRORED);
    }

    private boolean isGood() {
        return result.equals(PASS) || result.equals(WARNING);
    }

    private static String worse(String first, String second) {
        if (first.equals(FAIL) || (!second.equals(PASS) && !second.equals(WARNING))) {
            return FAIL;
        }
        return first.equals(WARNING) ? WARNING : second;
    }

    private static String worseStatus(String first, String second) {
        if (first.equals(ERRORED) || second.equals(ERRORED)) {
            return ERRORED;
        }
        if (first.equals(ABORTED) || second.equals(ABORTED)) {
            return ABORTED;
        }
        return first.equals(SUCCEEDED) && second.equals(SUCCEEDED) ? SUCCEEDED : UNKNOWN;
    }

    private static String word(Map<String, ? extends @Nullable Object> data, String key) {
        return data.get(key) instanceof String text ? text : "";
    }
}
