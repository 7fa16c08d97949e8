package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.asl.JsonataExpression;

/**
 * Puts an author's values into a state machine so that nothing of them is ever evaluated or substituted: a text with the
 * markers of an expression or a placeholder becomes a JSONata literal.
 */
final class AuthorText {

    private AuthorText() {}

    /** The value, JSON-like, with {@link JsonataExpression}s where its text must not stand as it is. */
    static @Nullable Object literal(@Nullable Object value) {
        if (value instanceof String text) {
            return isHarmless(text) ? text : new JsonataExpression(source(text));
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(literal(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            if (!map.keySet().stream().allMatch(key -> isHarmless(String.valueOf(key)))) {
                return new JsonataExpression(source(map));
            }
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), literal(item)));
            return entries;
        }
        return value;
    }

    /** A text that neither Step Functions nor a publisher of placeholders takes for its own. */
    static boolean isHarmless(String text) {
        String stripped = text.strip();
        return !stripped.startsWith("{%") && !stripped.endsWith("%}") && !text.contains("${");
    }

    private static String source(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof String text) {
            appendText(out, text);
        } else if (value instanceof List<?> list) {
            String separator = "";
            out.append('[');
            for (Object item : list) {
                out.append(separator);
                append(out, item);
                separator = ", ";
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            String separator = "";
            out.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                appendText(out, String.valueOf(entry.getKey()));
                out.append(": ");
                append(out, entry.getValue());
                separator = ", ";
            }
            out.append('}');
        } else {
            out.append(value);
        }
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || "\"\\{}%$".indexOf(c) >= 0) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
