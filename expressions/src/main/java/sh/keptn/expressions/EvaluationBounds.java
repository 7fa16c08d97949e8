package sh.keptn.expressions;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression.EvaluationException;

/**
 * The bounds of one evaluation: depth, time, the length of each string, and how much it makes in all. They are checked
 * between the parts of an expression; functions of which a single call could go far beyond them ask {@link #current()}.
 */
final class EvaluationBounds {

    /** The longest string that an expression may make. */
    static final int STRING_LIMIT = 4 * 1024 * 1024;

    /** The most values that an object or list may hold, with those inside of others counted each time. */
    static final int VALUE_LIMIT = 1_000_000;

    static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private static final int DEPTH_LIMIT = 500;
    private static final long ALL_STRINGS_LIMIT = 16L * STRING_LIMIT;
    private static final long ALL_VALUES_LIMIT = 5L * VALUE_LIMIT;

    /** Strings that are not worth being counted. */
    private static final int SHORT = 1024;

    /** Objects and lists are only looked at after so many: most expressions do not come that far. */
    private static final int UNWATCHED = 4;

    private static final ThreadLocal<EvaluationBounds> CURRENT = new ThreadLocal<>();

    private final long limitMillis;
    private final long end;
    private int depth;
    private int containers;
    private long allStrings;
    private long allValues;
    private @Nullable Set<Integer> strings;
    private @Nullable IdentityHashMap<Object, Long> weights;

    EvaluationBounds(Duration timeLimit) {
        this.limitMillis = timeLimit.toMillis();
        this.end = System.nanoTime() + timeLimit.toNanos();
    }

    /** Those of the evaluation that runs on this thread. */
    static EvaluationBounds current() {
        EvaluationBounds bounds = CURRENT.get();
        return bounds == null ? new EvaluationBounds(TIME_LIMIT) : bounds;
    }

    /** Makes them those of this thread, or none. */
    static void enter(@Nullable EvaluationBounds bounds) {
        if (bounds == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(bounds);
        }
    }

    /** @throws EvaluationException if the evaluation has taken too long */
    void checkTime() {
        if (System.nanoTime() - end > 0) {
            throw new EvaluationException("the expression took longer than " + limitMillis + " ms");
        }
    }

    /** @throws EvaluationException if a string of so many characters is too long */
    static void checkLength(long length) {
        if (length > STRING_LIMIT) {
            throw new EvaluationException("a string is longer than " + STRING_LIMIT + " characters");
        }
    }

    /** @throws EvaluationException if a list or object of so many values is too large */
    static void checkCount(long count) {
        if (count > VALUE_LIMIT) {
            throw new EvaluationException("a list has more than " + VALUE_LIMIT + " items");
        }
    }

    /** A part of the expression begins. */
    void begin() {
        depth++;
        if (depth > DEPTH_LIMIT) {
            throw tooDeep();
        }
        checkTime();
    }

    static EvaluationException tooDeep() {
        return new EvaluationException("the expression is nested deeper than " + DEPTH_LIMIT + " levels");
    }

    /** A part of the expression has ended. */
    void end(@Nullable Object result) {
        depth--;
        if (result instanceof String text) {
            string(text);
        } else if (result instanceof List<?> list) {
            container(list, list);
        } else if (result instanceof Map<?, ?> map) {
            container(map, map.values());
        }
    }

    private void string(String text) {
        if (text.length() <= SHORT) {
            return;
        }
        checkLength(text.length());
        if (strings == null) {
            strings = new HashSet<>();
        }
        if (strings.add(System.identityHashCode(text))) {
            allStrings += text.length();
        }
        if (allStrings > ALL_STRINGS_LIMIT) {
            throw new EvaluationException(
                    "the expression makes strings of more than " + ALL_STRINGS_LIMIT + " characters");
        }
    }

    /** A list that holds another one twice, which holds another one twice, and so on, is small until it is written. */
    private void container(Object container, Collection<?> children) {
        containers++;
        if (containers <= UNWATCHED) {
            return;
        }
        checkCount(children.size());
        if (weights == null) {
            weights = new IdentityHashMap<>();
        }
        if (weights.containsKey(container)) {
            return;
        }
        long weight = 1;
        for (Object child : children) {
            weight += weight(child, weights);
        }
        checkCount(weight);
        weights.put(container, weight);
        allValues += children.size();
        if (allValues > ALL_VALUES_LIMIT) {
            throw new EvaluationException("the expression makes more than " + ALL_VALUES_LIMIT + " values");
        }
    }

    private static long weight(@Nullable Object child, IdentityHashMap<Object, Long> weights) {
        if (child instanceof Collection<?> list) {
            return weights.getOrDefault(child, 1L + list.size());
        }
        return child instanceof Map<?, ?> map ? weights.getOrDefault(child, 1L + map.size()) : 1;
    }
}
