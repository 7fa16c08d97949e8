package sh.keptn.events;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON: compact, or laid out for people with two blanks a level and empty collections on one line. */
final class JsonText {

    /** Deeper than what the parser reads. */
    private static final int DEPTH_LIMIT = 1_000;

    private static final int FIRST_PRINTABLE = ' ';

    /** Below it a number without fraction is written as a whole one. */
    private static final double WHOLE = 1e15;

    private static final int MOST_BYTES = 6;

    /** Of a long or a double: {@code -1.7976931348623157e+308}. */
    private static final int LONGEST_NUMBER = 24;

    /** Most rows and events fit. */
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder out = new StringBuilder(USUAL_LENGTH);
    private final boolean pretty;

    private JsonText(boolean pretty) {
        this.pretty = pretty;
    }

    static String compact(@Nullable Object value) {
        JsonText text = new JsonText(false);
        text.value(value, 0);
        return text.out.toString();
    }

    static String pretty(@Nullable Object value) {
        JsonText text = new JsonText(true);
        text.value(value, 0);
        return text.out.append('\n').toString();
    }

    /** As many bytes as no text of the value has: a character has six at most, as an escape. Found without making the text. */
    static long mostBytes(@Nullable Object value) {
        long bytes = 2;
        if (value instanceof String text) {
            bytes += (long) MOST_BYTES * text.length();
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += mostBytes(String.valueOf(entry.getKey())) + mostBytes(entry.getValue()) + 2;
            }
        } else if (value instanceof Iterable<?> list) {
            for (Object item : list) {
                bytes += mostBytes(item) + 1;
            }
        } else if (value instanceof Double || value instanceof Long || value instanceof Boolean || value == null) {
            bytes += LONGEST_NUMBER;
        } else {
            bytes += (long) MOST_BYTES * value.toString().length();
        }
        return bytes;
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > DEPTH_LIMIT) {
            throw new JsonException("a value is nested deeper than " + DEPTH_LIMIT + " levels");
        }
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Iterable<?> list) {
            array(list, depth);
        } else if (value instanceof Double || value instanceof Float) {
            fraction(((Number) value).doubleValue());
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            string(String.valueOf(entry.getKey()));
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            next(entries, depth);
        }
        out.append('}');
    }

    private void array(Iterable<?> list, int depth) {
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            newLine(depth + 1);
            value(items.next(), depth + 1);
            next(items, depth);
        }
        out.append(']');
    }

    private void next(Iterator<?> rest, int depth) {
        if (rest.hasNext()) {
            out.append(',');
        } else {
            newLine(depth);
        }
    }

    private void newLine(int depth) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    /**
     * Most texts need no escapes: what lies between two of them is copied as a whole. Half a surrogate pair is escaped, because no
     * encoding can hold it (RFC 8259, "String and Character Issues").
     */
    private void string(String text) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (character < FIRST_PRINTABLE
                    || character == '"'
                    || character == '\\'
                    || Character.isSurrogate(character)) {
                out.append(text, copied, i);
                escape(character);
                copied = i + 1;
            }
        }
        out.append(text, copied, text.length()).append('"');
    }

    private void escape(char character) {
        out.append('\\');
        switch (character) {
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            case '"', '\\' -> out.append(character);
            default -> out.append(String.format("u%04X", (int) character));
        }
    }

    private void fraction(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            out.append((long) value);
        } else {
            out.append(decimal(value));
        }
    }

    /** As JavaScript writes numbers: with an exponent from 1e21, and below 1e-6. */
    private static String decimal(double value) {
        String text = Double.toString(value);
        if (text.indexOf('E') < 0) {
            return text;
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e" : "e+")
                + exponent;
    }
}
