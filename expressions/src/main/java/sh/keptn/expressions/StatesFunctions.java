package sh.keptn.expressions;

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
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.expressions.Expression.EvaluationException;

/**
 * The functions that Step Functions adds to JSONata and those it takes away ("Transforming data with JSONata in Step
 * Functions"): $partition, $range, $hash, $random, $uuid, $parse; no $eval. $now and $millis follow the clock of the caller.
 */
public final class StatesFunctions {

    private static final Set<String> ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final int RANGE_LIMIT = 1000;

    private final Supplier<Clock> clock;
    private final DoubleSupplier random;

    /**
     * @param clock asked once in an evaluation
     * @param random from 0, below 1
     */
    public StatesFunctions(Supplier<Clock> clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    void register(Jsonata expression) {
        Arguments.define(expression, "eval", null, arguments -> {
            throw new EvaluationException("$eval is not supported");
        });
        Arguments.define(expression, "partition", null, StatesFunctions::partition);
        Arguments.define(expression, "range", null, StatesFunctions::range);
        Arguments.define(expression, "hash", null, StatesFunctions::hash);
        Arguments.define(expression, "parse", null, StatesFunctions::parse);
        Arguments.define(
                expression, "uuid", null, arguments -> UUID.randomUUID().toString());
        Arguments.define(expression, "random", null, this::random);
    }

    /** Binds $now and $millis to this moment: JSONata's are the same in all of an evaluation. */
    void bindTime(Jsonata.Frame frame) {
        long millis = clock.get().millis();
        frame.bind("millis", Arguments.function("millis", null, arguments -> millis));
        frame.bind("now", Arguments.function("now", "<s?s?:s>", arguments -> now(millis, arguments)));
    }

    private static @Nullable Object partition(Arguments arguments) {
        Object value = arguments.get(0);
        if (value == null) {
            return null;
        }
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        long size = arguments.integer(1);
        if (size < 1) {
            throw new EvaluationException("$partition needs a size above 0");
        }
        List<Object> parts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += (int) Math.min(size, Integer.MAX_VALUE / 2)) {
            parts.add(new ArrayList<>(items.subList(from, (int) Math.min(items.size(), from + size))));
        }
        return parts;
    }

    private static Object range(Arguments arguments) {
        long first = arguments.integer(0);
        long last = arguments.integer(1);
        long step = arguments.integer(2);
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

    private static @Nullable Object hash(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String algorithm = arguments.text(1);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new EvaluationException("$hash knows " + new TreeSet<>(ALGORITHMS) + ", not " + algorithm);
        }
        try {
            byte[] bytes = arguments.text(0).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private Object random(Arguments arguments) {
        return arguments.isMissing(0) ? random.getAsDouble() : new Random(arguments.integer(0)).nextDouble();
    }

    private static @Nullable Object now(long millis, Arguments arguments) {
        String picture = arguments.get(0) instanceof String text ? text : null;
        String zone = arguments.get(1) instanceof String text ? text : null;
        return dateTime(millis, picture, zone);
    }

    /** The library takes null for an argument that is left out. */
    @SuppressWarnings("NullAway")
    private static @Nullable Object dateTime(long millis, @Nullable String picture, @Nullable String zone) {
        return Functions.dateTimeFromMillis(millis, picture, zone);
    }

    private static @Nullable Object parse(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        try {
            return JsonValues.forLibrary(Json.parse(arguments.text(0)));
        } catch (sh.keptn.events.JsonException e) {
            throw new EvaluationException("$parse: " + e.getMessage());
        }
    }
}
