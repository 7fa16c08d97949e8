package sh.keptn.standalone.engine;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Expression.EvaluationException;

/**
 * The functions that Step Functions adds to JSONata and those it takes away ("Transforming data with JSONata in Step
 * Functions"): $partition, $range, $hash, $random, $uuid, $parse; no $eval. $now and $millis follow the engine's clock.
 */
final class StatesFunctions {

    private static final Set<String> ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final int RANGE_LIMIT = 1000;

    private final Supplier<Clock> clock;
    private final DoubleSupplier random;

    StatesFunctions(Supplier<Clock> clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    void register(Jsonata expression) {
        define(expression, "eval", arguments -> {
            throw new EvaluationException("$eval is not supported");
        });
        define(expression, "partition", StatesFunctions::partition);
        define(expression, "range", StatesFunctions::range);
        define(expression, "hash", StatesFunctions::hash);
        define(expression, "parse", arguments -> parse(text(arguments, 0)));
        define(expression, "uuid", arguments -> UUID.randomUUID().toString());
        define(expression, "random", this::random);
        define(expression, "millis", arguments -> clock.get().millis());
        define(expression, "now", this::now);
        define(expression, "pad", StatesFunctions::pad);
    }

    /** The library's raw argument list holds JSON values. */
    @SuppressWarnings("unchecked")
    private static void define(
            Jsonata expression, String name, Function<List<? extends @Nullable Object>, @Nullable Object> function) {
        expression.registerFunction(name, new Jsonata.JFunction((input, arguments) -> function.apply(arguments), null));
    }

    private static @Nullable Object partition(List<? extends @Nullable Object> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        List<?> items = argument(arguments, 0) instanceof List<?> list ? list : List.of(arguments.get(0));
        long size = integer(arguments, 1);
        if (size < 1) {
            throw new EvaluationException("$partition needs a size above 0");
        }
        List<Object> parts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += (int) Math.min(size, Integer.MAX_VALUE / 2)) {
            parts.add(new ArrayList<>(items.subList(from, (int) Math.min(items.size(), from + size))));
        }
        return parts;
    }

    private static Object range(List<? extends @Nullable Object> arguments) {
        long first = integer(arguments, 0);
        long last = integer(arguments, 1);
        long step = integer(arguments, 2);
        if (step == 0) {
            throw new EvaluationException("$range needs a step other than 0");
        }
        List<Object> items = new ArrayList<>();
        for (long item = first; step > 0 ? item <= last : item >= last; item = Math.addExact(item, step)) {
            if (items.size() == RANGE_LIMIT) {
                throw new EvaluationException("$range makes at most " + RANGE_LIMIT + " items");
            }
            items.add(item);
        }
        return items;
    }

    private static Object hash(List<? extends @Nullable Object> arguments) {
        String algorithm = text(arguments, 1);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new EvaluationException("$hash knows " + new java.util.TreeSet<>(ALGORITHMS) + ", not " + algorithm);
        }
        try {
            byte[] bytes = text(arguments, 0).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private Object random(List<? extends @Nullable Object> arguments) {
        return argument(arguments, 0) instanceof Number seed
                ? new Random(seed.longValue()).nextDouble()
                : random.getAsDouble();
    }

    private @Nullable Object now(List<? extends @Nullable Object> arguments) {
        String picture = argument(arguments, 0) instanceof String text ? text : null;
        String zone = argument(arguments, 1) instanceof String text ? text : null;
        return dateTime(clock.get().millis(), picture, zone);
    }

    /** The library takes null for an argument that is left out. */
    @SuppressWarnings("NullAway")
    private static @Nullable Object dateTime(long millis, @Nullable String picture, @Nullable String zone) {
        return Functions.dateTimeFromMillis(millis, picture, zone);
    }

    /** As JSONata's, which the library makes one character at a time. */
    private static @Nullable Object pad(List<? extends @Nullable Object> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        String text = text(arguments, 0);
        long width = integer(arguments, 1);
        if (Math.abs(width) > Expression.STRING_LIMIT) {
            throw new EvaluationException("$pad makes at most " + Expression.STRING_LIMIT + " characters");
        }
        int missing = (int) Math.abs(width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String given = argument(arguments, 2) instanceof String fill && !fill.isEmpty() ? fill : " ";
        int[] fill = given.codePoints().toArray();
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(fill[i % fill.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }

    private static @Nullable Object parse(String text) {
        try {
            Object value = Json.parse(text);
            return value == null ? Jsonata.NULL_VALUE : value;
        } catch (sh.keptn.events.JsonException e) {
            throw new EvaluationException("$parse: " + e.getMessage());
        }
    }

    private static String text(List<? extends @Nullable Object> arguments, int index) {
        if (argument(arguments, index) instanceof String text) {
            return text;
        }
        throw new EvaluationException("argument " + (index + 1) + " must be a string");
    }

    private static long integer(List<? extends @Nullable Object> arguments, int index) {
        if (argument(arguments, index) instanceof Number number) {
            return Math.round(number.doubleValue());
        }
        throw new EvaluationException("argument " + (index + 1) + " must be a number");
    }

    private static @Nullable Object argument(List<? extends @Nullable Object> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }
}
