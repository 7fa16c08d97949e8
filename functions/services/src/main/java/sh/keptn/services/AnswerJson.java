package sh.keptn.services;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * The JSON in which programs, called systems and answers files say how a task ended: {@code {"result": "pass|warning|fail",
 * "status": "succeeded|errored|aborted", "message": "...", "data": {...}}}. Every key may be missing.
 */
public final class AnswerJson {

    /** The keys of an answer. */
    public static final List<String> KEYS = List.of("result", "status", "message", "data");

    private static final List<String> RESULTS = List.of("pass", "warning", "fail");
    private static final List<String> STATUSES = List.of("succeeded", "errored", "aborted");

    private static final String IN_PROGRESS = "in-progress";

    /** Our words, and those that somebody may write for them. */
    private static final Pattern MEANT = Pattern.compile("(?i)\\s*(pass|warn|fail|succeeded|error|abort).*");

    private AnswerJson() {}

    /**
     * Reads an answer; keys other than {@link #KEYS} are not looked at. A missing {@code status} goes with a given {@code
     * result} as succeeded, a missing {@code result} goes with errored and aborted as fail.
     *
     * @param otherwise gives what is missing
     * @throws MalformedAnswerException if a value is not one of those above; null counts as missing
     */
    public static TaskAnswer.Finished read(Map<String, ? extends @Nullable Object> json, TaskAnswer.Finished otherwise)
            throws MalformedAnswerException {
        String result = word(json, "result", RESULTS);
        String status = word(json, "status", STATUSES);
        if (result == null) {
            result = status == null || status.equals("succeeded") ? otherwise.result() : "fail";
            status = status == null ? otherwise.status() : status;
        } else if (status == null) {
            status = "succeeded";
        }
        Object message = json.get("message");
        if (message != null && !(message instanceof String)) {
            throw new MalformedAnswerException("`message`: expected a string, found " + kindOf(message));
        }
        Object data = json.get("data");
        if (data != null && !(data instanceof Map)) {
            throw new MalformedAnswerException("`data`: expected an object, found " + kindOf(data));
        }
        return new TaskAnswer.Finished(
                result,
                status,
                message instanceof String text ? text : otherwise.message(),
                data instanceof Map<?, ?> map ? Json.object(map) : otherwise.data());
    }

    /**
     * As {@link #read}, but {@code "status": "in-progress"} says that the task goes on: it is asked again after what the
     * shipyard has for its progress.
     */
    public static TaskAnswer readStep(Map<String, ? extends @Nullable Object> json, TaskAnswer.Finished otherwise)
            throws MalformedAnswerException {
        if (!IN_PROGRESS.equals(json.get("status"))) {
            return read(json, otherwise);
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(json);
        rest.remove("status");
        TaskAnswer.Finished said = read(rest, TaskAnswer.Finished.pass("", Map.of()));
        return said.result().equals("fail") ? said : new TaskAnswer.Progressed(said.message(), said.data());
    }

    /** Whether an object that may be anything is meant as an answer: it has a result or a status like ours. */
    public static boolean looksLikeAnswer(Map<String, ? extends @Nullable Object> json) {
        return (json.get("result") instanceof String result
                        && MEANT.matcher(result).matches())
                || (json.get("status") instanceof String status
                        && (MEANT.matcher(status).matches() || status.equalsIgnoreCase(IN_PROGRESS)));
    }

    /** What a JSON value is, for messages: {@code a string}, {@code an object}. */
    public static String kindOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof String ? "a string" : value instanceof Boolean ? "a boolean" : "a number";
    }

    private static @Nullable String word(Map<String, ? extends @Nullable Object> json, String key, List<String> words)
            throws MalformedAnswerException {
        Object value = json.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && words.contains(text)) {
            return text;
        }
        String found = value instanceof String text ? "`" + text + "`" : kindOf(value);
        throw new MalformedAnswerException("`" + key + "`: expected " + String.join(", ", words) + ", found " + found);
    }
}
