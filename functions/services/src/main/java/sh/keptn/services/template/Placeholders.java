package sh.keptn.services.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Fills {@code {{path}}} from an event. The path goes over the whole CloudEvent as JSON, keys and list indexes (from 0) parted
 * by dots: {@code {{data.service}}}, {@code {{shkeptncontext}}}, {@code {{data.deployment.deploymentURIsLocal.0}}}. Blanks
 * inside the braces and a dot before the path, as in Keptn's webhooks, are allowed. Strings come as they are, other values as
 * compact JSON. A key that holds a dot or a brace cannot be named, and what a value brings along is never filled again.
 */
public final class Placeholders {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final Map<String, @Nullable Object> event;
    private final Other other;

    public Placeholders(KeptnEvent event) {
        this(event, (path, placeholder) -> Optional.empty());
    }

    /** @param other is asked first */
    public Placeholders(KeptnEvent event, Other other) {
        this.event = event.toJson();
        this.other = other;
    }

    /** Gives values that are not in the event. */
    @FunctionalInterface
    public interface Other {
        /**
         * The value of a path, empty where the event may have it.
         *
         * @param placeholder as it stands in the text, with its braces
         * @throws PlaceholderException if nobody has it
         */
        Optional<String> value(String path, String placeholder) throws PlaceholderException;
    }

    /** Makes a value fit the place where it goes. */
    @FunctionalInterface
    public interface Escape {
        /**
         * The text to put in.
         *
         * @param before the filled text up to the placeholder
         * @param placeholder as it stands in the text, with its braces
         * @throws PlaceholderException if this value cannot stand there
         */
        String escape(String before, String placeholder, String value) throws PlaceholderException;
    }

    /**
     * The text with values in the place of placeholders.
     *
     * @throws PlaceholderException if the event has no such value (null counts as none) or a placeholder has no end
     */
    public String fill(String text) throws PlaceholderException {
        return fill(text, (before, placeholder, value) -> value);
    }

    /**
     * The text with escaped values in the place of placeholders.
     *
     * @throws PlaceholderException as {@link #fill(String)}, and what the escape throws
     */
    public String fill(String text, Escape escape) throws PlaceholderException {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new PlaceholderException(text.substring(open), "has no closing braces");
            }
            filled.append(text, from, open);
            from = close + CLOSE.length();
            String placeholder = text.substring(open, from);
            filled.append(escape.escape(filled.toString(), placeholder, value(placeholder)));
        }
        return filled.append(text, from, text.length()).toString();
    }

    private String value(String placeholder) throws PlaceholderException {
        String path = placeholder
                .substring(OPEN.length(), placeholder.length() - CLOSE.length())
                .strip();
        String absolute = path.startsWith(".") ? path.substring(1) : path;
        Optional<String> given = other.value(absolute, placeholder);
        if (given.isPresent()) {
            return given.get();
        }
        Object value = event;
        for (String key : absolute.split("\\.", -1)) {
            value = step(value, key);
            if (value == null) {
                throw new PlaceholderException(placeholder, "has no value: the event has nothing at `" + key + "`");
            }
        }
        return value instanceof String text ? text : Json.write(value);
    }

    private static @Nullable Object step(Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            return map.get(key);
        }
        if (value instanceof List<?> list && key.matches("0|[1-9][0-9]{0,8}")) {
            int index = Integer.parseInt(key);
            return index < list.size() ? list.get(index) : null;
        }
        return null;
    }
}
