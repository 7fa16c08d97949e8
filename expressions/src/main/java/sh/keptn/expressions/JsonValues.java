package sh.keptn.expressions;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings values of expressions and functions into one form: equal JSON, equal values. */
public final class JsonValues {

    private static final double EXACT = 9007199254740992.0;
    private static final double WITHOUT_EXPONENT = 1e21;
    private static final int HASH_SPACE = 2;
    private static final int VALUE_LIMIT = 2 * EvaluationBounds.VALUE_LIMIT;

    private JsonValues() {}

    /**
     * A copy in plain maps and lists, integral numbers as {@code Long}.
     *
     * @throws IllegalArgumentException if the value is no JSON, such as a function, or very large
     */
    public static @Nullable Object normal(@Nullable Object value) {
        return new Copy().of(value);
    }

    /**
     * A copy of a JSON value as the library knows it: {@link Jsonata#NULL_VALUE} wherever JSON has null, as Java's null is what is
     * missing, and {@code Integer} for what is one, as lists and objects are equal to its own only if their numbers are.
     */
    static Object forLibrary(@Nullable Object value) {
        if (value == null) {
            return Jsonata.NULL_VALUE;
        }
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(HASH_SPACE * map.size());
            map.forEach((key, item) -> copy.put(key, forLibrary(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(forLibrary(item)));
            return copy;
        }
        return value;
    }

    private static final class Copy {
        private int values;

        @Nullable
        Object of(@Nullable Object value) {
            values++;
            if (values > VALUE_LIMIT) {
                throw new IllegalArgumentException("the value holds more than " + VALUE_LIMIT + " values");
            }
            if (value == null || value == Jsonata.NULL_VALUE) {
                return null;
            }
            if (value instanceof String || value instanceof Boolean) {
                return value;
            }
            if (value instanceof Number number) {
                return number(number);
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(String.valueOf(key), of(item)));
                return copy;
            }
            if (value instanceof List<?> list) {
                List<@Nullable Object> copy = new ArrayList<>();
                for (Object item : list) {
                    copy.add(of(item));
                }
                return copy;
            }
            throw new NoJsonException("a " + value.getClass().getSimpleName() + " is no JSON value");
        }
    }

    /** A value is of a type that JSON does not have. */
    static final class NoJsonException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NoJsonException(String message) {
            super(message);
        }
    }

    /** The JSON type's name, as error messages spell it. */
    public static String type(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Number) {
            return "number";
        }
        return value instanceof List<?> ? "array" : "object";
    }

    /** Integral numbers as {@code Long}, or {@code BigInteger} as far as JavaScript writes them without an exponent. */
    static Number number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
        }
        if (number instanceof BigDecimal big && big.stripTrailingZeros().scale() <= 0) {
            return number(big.toBigInteger());
        }
        double value = number.doubleValue();
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            return (long) value;
        }
        if (value == Math.rint(value) && Math.abs(value) < WITHOUT_EXPONENT) {
            return number(new BigDecimal(Double.toString(value)).toBigInteger());
        }
        return value;
    }
}
