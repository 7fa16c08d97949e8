package sh.keptn.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON text to and from values of the JDK: {@code Map<String, Object>} in the order of the text, {@code List}, {@code
 * String}, {@code Boolean}, {@code null}, and for numbers {@code Long}, {@code BigInteger} beyond it, {@code Double} where
 * there is a fraction or an exponent.
 */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Where the parser read from, which says nothing to a user. */
    private static final Pattern SOURCE = Pattern.compile(" *\\(start marker at .*?\\]\\)");

    private Json() {}

    /**
     * Reads one value.
     *
     * @throws JsonException if the text is not exactly one JSON value; the message names line and column
     */
    public static @Nullable Object parse(String text) {
        return parse(text, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Reads one object that nobody can change, nor what is in it, so that many may have the same.
     *
     * @throws JsonException if the text is not exactly one JSON object
     */
    public static Map<String, @Nullable Object> parseFixed(String text) {
        return anObject(parse(text, Collections::unmodifiableMap, Collections::unmodifiableList));
    }

    private static @Nullable Object parse(
            String text,
            UnaryOperator<Map<String, @Nullable Object>> maps,
            UnaryOperator<List<@Nullable Object>> lists) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new JsonException("empty text where a JSON value was expected");
            }
            Object value = new Reader(parser, maps, lists).value(token);
            if (parser.nextToken() != null) {
                throw new JsonException("text after the JSON value at line "
                        + parser.currentTokenLocation().getLineNr() + ", column "
                        + parser.currentTokenLocation().getColumnNr());
            }
            return value;
        } catch (JacksonException e) {
            String what = SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
            throw new JsonException(what + where(e.getLocation()), e);
        }
    }

    private static String where(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /**
     * Reads one object.
     *
     * @throws JsonException if the text is not exactly one JSON object
     */
    public static Map<String, @Nullable Object> parseObject(String text) {
        return anObject(parse(text));
    }

    private static Map<String, @Nullable Object> anObject(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        throw new JsonException("a JSON object was expected");
    }

    /** The same map with the type that every map of parsed JSON has. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    /** The value under a key if it is an object, else an empty map. */
    public static Map<String, @Nullable Object> child(Map<String, ? extends @Nullable Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? object(map) : Map.of();
    }

    /** The value under a key if it is a string, else null. */
    public static @Nullable String text(Map<String, ? extends @Nullable Object> parent, String key) {
        return parent.get(key) instanceof String text ? text : null;
    }

    /** Compact text, keys in the order of the map. */
    public static String write(@Nullable Object value) {
        return JsonText.compact(value);
    }

    /** Text indented by two blanks, with a line feed at the end, the same on every platform. */
    public static String writePretty(@Nullable Object value) {
        return JsonText.pretty(value);
    }

    /**
     * Reads values.
     *
     * @param maps makes of an object that was read what is given out
     * @param lists the same for arrays
     */
    private record Reader(
            JsonParser parser,
            UnaryOperator<Map<String, @Nullable Object>> maps,
            UnaryOperator<List<@Nullable Object>> lists) {

        @Nullable
        Object value(JsonToken token) {
            return switch (token) {
                case START_OBJECT -> {
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        member(map, parser.currentName());
                    }
                    yield maps.apply(map);
                }
                case START_ARRAY -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                        list.add(value(next));
                    }
                    yield lists.apply(list);
                }
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? (Object) parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new JsonException("unexpected " + token);
            };
        }

        /** Jackson has a check of its own, which keeps all names a second time. */
        private void member(Map<String, @Nullable Object> map, String name) {
            if (map.containsKey(name)) {
                throw new JsonException("duplicate key `" + name + "`" + where(parser.currentTokenLocation()));
            }
            map.put(name, value(parser.nextToken()));
        }
    }

    private static Double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new JsonException("a number is too large");
        }
        return value;
    }
}
