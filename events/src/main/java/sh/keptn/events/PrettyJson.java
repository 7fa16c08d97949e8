package sh.keptn.events;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays JSON out for people: two blanks a level, empty collections on one line. */
final class PrettyJson {

    private PrettyJson() {}

    static void write(StringBuilder out, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
                Map.Entry<?, ?> entry = entries.next();
                newLine(out, depth + 1);
                text(out, String.valueOf(entry.getKey()));
                out.append(": ");
                write(out, entry.getValue(), depth + 1);
                out.append(entries.hasNext() ? "," : "");
            }
            newLine(out, depth);
            out.append('}');
        } else if (value instanceof Iterable<?> list && list.iterator().hasNext()) {
            out.append('[');
            for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
                newLine(out, depth + 1);
                write(out, items.next(), depth + 1);
                out.append(items.hasNext() ? "," : "");
            }
            newLine(out, depth);
            out.append(']');
        } else if (value instanceof String text) {
            text(out, text);
        } else {
            out.append(Json.write(value));
        }
    }

    /** Most texts need no escapes; a generator for each of them would take most of the time. */
    private static void text(StringBuilder out, String text) {
        if (text.chars().allMatch(PrettyJson::isPlain)) {
            out.append('"').append(text).append('"');
        } else {
            out.append(Json.write(text));
        }
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character < 0x7F && character != '"' && character != '\\';
    }

    private static void newLine(StringBuilder out, int depth) {
        out.append('\n').append("  ".repeat(depth));
    }
}
