package sh.keptn.standalone.engine;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed JSONata expression. Evaluations are bounded in depth, time and size of strings; safe for several threads. */
final class Expression {

    private static final int DEPTH_LIMIT = 500;
    private static final long MILLIS_LIMIT = 5_000;
    static final int STRING_LIMIT = 4 * 1024 * 1024;

    private final String source;
    private final Jsonata parsed;

    /** @throws IllegalArgumentException if the text is no JSONata */
    Expression(String source, StatesFunctions functions) {
        this.source = source;
        try {
            this.parsed = Jsonata.jsonata(source);
        } catch (JException e) {
            throw new IllegalArgumentException("`" + source + "` is no JSONata expression: " + e.getMessage(), e);
        }
        parsed.setOutputConvertNulls(false);
        parsed.setValidateInput(false);
        functions.register(parsed);
    }

    String source() {
        return source;
    }

    /**
     * Evaluates the expression.
     *
     * @param variables by name without the dollar sign
     * @return a JSON value, null for JSON's null, {@link Undefined#UNDEFINED} where there is none
     * @throws EvaluationException if the evaluation fails
     */
    @Nullable
    Object evaluate(Map<String, ? extends @Nullable Object> variables) {
        Jsonata.Frame frame = parsed.createFrame();
        variables.forEach((name, value) -> frame.bind(name, value == null ? Jsonata.NULL_VALUE : value));
        Bounds bounds = new Bounds();
        frame.setEvaluateEntryCallback((symbol, input, inner) -> bounds.enter());
        frame.setEvaluateExitCallback((symbol, input, inner, result) -> bounds.exit(result));
        try {
            Object result = parsed.evaluate(null, frame);
            return result == null ? Undefined.UNDEFINED : json(result);
        } catch (StackOverflowError e) {
            throw new EvaluationException("the expression is nested too deeply");
        } catch (UnsupportedResultException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EvaluationException(message(e));
        }
    }

    private static @Nullable Object json(Object result) {
        try {
            return JsonValues.normal(result);
        } catch (JsonValues.NoJsonException e) {
            throw new UnsupportedResultException(String.valueOf(e.getMessage()));
        }
    }

    private static String message(RuntimeException error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof EvaluationException) {
                return String.valueOf(each.getMessage());
            }
        }
        if (error instanceof JException failure) {
            String code = String.valueOf(failure.getError());
            String message = String.valueOf(failure.getMessage());
            return code.equals(message) || code.contains(" ") ? message : code + ": " + message;
        }
        return String.valueOf(error.getMessage());
    }

    /** What an expression has that finds nothing; JSON's null is a value. */
    enum Undefined {
        UNDEFINED
    }

    /** The result of an expression is no JSON, but for example a function. */
    static final class UnsupportedResultException extends EvaluationException {
        private static final long serialVersionUID = 1L;

        UnsupportedResultException(String message) {
            super(message);
        }
    }

    /** The evaluation of an expression failed. */
    static class EvaluationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EvaluationException(String message) {
            super(message);
        }
    }

    private static final class Bounds {
        private final long end = System.nanoTime() + MILLIS_LIMIT * 1_000_000;
        private int depth;

        void enter() {
            depth++;
            if (depth > DEPTH_LIMIT) {
                throw new EvaluationException("the expression is nested deeper than " + DEPTH_LIMIT + " levels");
            }
            if (System.nanoTime() - end > 0) {
                throw new EvaluationException("the expression took longer than " + MILLIS_LIMIT + " ms");
            }
        }

        void exit(@Nullable Object result) {
            depth--;
            if (result instanceof String text && text.length() > STRING_LIMIT) {
                throw new EvaluationException("a string is longer than " + STRING_LIMIT + " characters");
            }
        }
    }
}
