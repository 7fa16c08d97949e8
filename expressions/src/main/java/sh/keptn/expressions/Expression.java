package sh.keptn.expressions;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A parsed JSONata expression. Evaluations are bounded in depth, time and what they make ({@link EvaluationBounds}); safe
 * for several threads.
 */
public final class Expression {

    /** How much is shown of an expression that is nested too deep. */
    private static final int SHOWN = 100;

    private final String source;
    private final Jsonata parsed;
    private final StatesFunctions functions;
    private final EvaluationErrors errors;
    private final boolean asksForTime;
    private final List<Regex> regexes;
    private final Set<String> statesUses;

    /** @throws IllegalArgumentException if the text is no JSONata */
    public Expression(String source, StatesFunctions functions) {
        this.source = source;
        this.functions = functions;
        this.errors = new EvaluationErrors(source);
        this.asksForTime = source.contains("$now") || source.contains("$millis");
        try {
            SourceText text = SourceText.of(source);
            Jsonata whole = Jsonata.jsonata(text.withoutComments());
            this.regexes = text.regexes();
            this.statesUses = source.contains("$states") ? StatesUses.of(whole) : Set.of();
            this.parsed = regexes.isEmpty() ? whole : Jsonata.jsonata(text.withoutRegexes());
        } catch (JException | SourceText.UnreadableException | PatternSyntaxException e) {
            throw noExpression(source, String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw noExpression(
                    source.substring(0, Math.min(source.length(), SHOWN)) + "...", "it is nested too deep", e);
        } catch (RuntimeException e) {
            // What the library's parser throws where it does not expect what it finds says nothing to an author.
            throw noExpression(source, "it cannot be read", e);
        }
        parsed.setOutputConvertNulls(false);
        parsed.setValidateInput(false);
        functions.register(parsed);
        StandardFunctions.register(parsed);
        TextFunctions.register(parsed);
    }

    private static IllegalArgumentException noExpression(String source, String reason, Throwable cause) {
        return new IllegalArgumentException("`" + source + "` is no JSONata expression: " + reason, cause);
    }

    /** The text. */
    public String source() {
        return source;
    }

    /** The fields of {@code $states} that it certainly reads. */
    public Set<String> statesUses() {
        return statesUses;
    }

    /**
     * Evaluates the expression.
     *
     * @param variables by name without the dollar sign
     * @return a JSON value, null for JSON's null, {@link Undefined#UNDEFINED} where there is none
     * @throws EvaluationException if the evaluation fails
     */
    public @Nullable Object evaluate(Map<String, ? extends @Nullable Object> variables) {
        return evaluate(variables, EvaluationBounds.TIME_LIMIT);
    }

    /** Evaluates the expression within a time. */
    public @Nullable Object evaluate(Map<String, ? extends @Nullable Object> variables, Duration timeLimit) {
        return evaluate(null, variables, timeLimit);
    }

    /**
     * Evaluates the expression on a JSON value, which it knows as {@code $}.
     *
     * @return as {@link #evaluate(Map)}
     */
    public @Nullable Object evaluateOn(@Nullable Object value, Duration timeLimit) {
        return evaluate(value, Map.of(), timeLimit);
    }

    private @Nullable Object evaluate(
            @Nullable Object context, Map<String, ? extends @Nullable Object> variables, Duration timeLimit) {
        Jsonata.Frame frame = parsed.createFrame();
        variables.forEach((name, value) -> frame.bind(name, JsonValues.forLibrary(value)));
        for (int i = 0; i < regexes.size(); i++) {
            frame.bind(SourceText.variable(i), regexes.get(i));
        }
        if (asksForTime) {
            functions.bindTime(frame);
        }
        EvaluationBounds bounds = new EvaluationBounds(timeLimit);
        frame.setEvaluateEntryCallback((symbol, input, inner) -> bounds.begin());
        frame.setEvaluateExitCallback((symbol, input, inner, result) -> bounds.end(result));
        EvaluationBounds.enter(bounds);
        try {
            Object result = parsed.evaluate(context == null ? null : JsonValues.forLibrary(context), frame);
            return result == null ? Undefined.UNDEFINED : JsonValues.normal(result);
        } catch (StackOverflowError e) {
            throw EvaluationBounds.tooDeep();
        } catch (OutOfMemoryError e) {
            throw new EvaluationException(EvaluationErrors.NO_MEMORY);
        } catch (JsonValues.NoJsonException e) {
            throw new UnsupportedResultException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new EvaluationException(errors.message(e));
        } finally {
            EvaluationBounds.enter(null);
        }
    }

    /** What an expression has that finds nothing; JSON's null is a value. */
    public enum Undefined {
        UNDEFINED
    }

    /** The result of an expression is no JSON, but for example a function. */
    public static final class UnsupportedResultException extends EvaluationException {
        private static final long serialVersionUID = 1L;

        UnsupportedResultException(String message) {
            super(message);
        }
    }

    /** The evaluation of an expression failed. */
    public static class EvaluationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EvaluationException(String message) {
            super(message);
        }
    }
}
