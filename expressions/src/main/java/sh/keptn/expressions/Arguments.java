package sh.keptn.expressions;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression.EvaluationException;

/** The evaluated arguments of a call of one of our own functions in an expression; counted from 0. */
record Arguments(String function, List<? extends @Nullable Object> values) {

    /** Defines a function in an expression; see {@link #function(String, String, Function)}. */
    static void define(
            Jsonata expression,
            String name,
            @Nullable String signature,
            Function<Arguments, @Nullable Object> function) {
        expression.registerFunction(name, function(name, signature, function));
    }

    /**
     * Makes a function for expressions.
     *
     * @param signature as JSONata writes it, null where the function checks its arguments alone
     * @param function gets its arguments, returns null where it finds nothing
     */
    @SuppressWarnings("unchecked") // the library's raw argument list holds JSON values
    static Jsonata.JFunction function(
            String name, @Nullable String signature, Function<Arguments, @Nullable Object> function) {
        return jFunction((input, values) -> function.apply(new Arguments(name, values)), signature);
    }

    /** The library takes null for no signature. */
    @SuppressWarnings("NullAway")
    private static Jsonata.JFunction jFunction(Jsonata.JFunctionCallable callable, @Nullable String signature) {
        return new Jsonata.JFunction(callable, signature);
    }

    /** Whether the argument is missing, or an expression that found nothing. */
    boolean isMissing(int index) {
        return get(index) == null;
    }

    /** JSON's null is {@link Jsonata#NULL_VALUE} here; Java's null is a missing argument. */
    @Nullable
    Object get(int index) {
        return index < values.size() ? values.get(index) : null;
    }

    String text(int index) {
        if (get(index) instanceof String text) {
            return text;
        }
        throw mismatch(index);
    }

    double number(int index) {
        if (get(index) instanceof Number number) {
            return number.doubleValue();
        }
        throw mismatch(index);
    }

    long integer(int index) {
        return Math.round(number(index));
    }

    /** JSONata's error of an argument of the wrong type. */
    EvaluationException mismatch(int index) {
        return new EvaluationException(mismatch(function, index));
    }

    /** The message of that error. */
    static String mismatch(String function, int index) {
        return "T0410: Argument " + (index + 1) + " of function \"" + function + "\" does not match function signature";
    }
}
