package sh.keptn.expressions;

import com.dashjoin.jsonata.JException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.expressions.Expression.EvaluationException;

/** Says what the JSONata library's exceptions mean, in the words of JSONata's reference implementation. */
final class EvaluationErrors {

    static final String NO_MEMORY = "the expression needs too much memory";

    private static final String FIRST = "\u0001";
    private static final String SECOND = "\u0002";
    private static final Pattern CALLED = Pattern.compile("\\$(\\w+)\\($");
    private static final Pattern COMPARISON = Pattern.compile("[<>]=?");
    private static final Pattern NULL_ARGUMENT = Pattern.compile(".*Argument error calling function (\\w+)");
    private static final Map<String, String> TYPES =
            Map.of("s", "strings", "n", "numbers", "o", "objects", "b", "booleans", "a", "arrays", "f", "functions");

    private final String source;

    /** @param source the expression's text */
    EvaluationErrors(String source) {
        this.source = source;
    }

    /** Code and message, or the message alone where there is no code. */
    String message(RuntimeException error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof EvaluationException) {
                return String.valueOf(each.getMessage());
            }
            if (each instanceof StackOverflowError) {
                return String.valueOf(EvaluationBounds.tooDeep().getMessage());
            }
            if (each instanceof OutOfMemoryError) {
                return NO_MEMORY;
            }
        }
        if (error instanceof JException failure) {
            return message(failure);
        }
        Matcher nullArgument = NULL_ARGUMENT.matcher(String.valueOf(error.getMessage()));
        if (nullArgument.matches()) {
            return Arguments.mismatch(nullArgument.group(1), 0);
        }
        return String.valueOf(error.getMessage());
    }

    private String message(JException error) {
        String code = String.valueOf(error.getError());
        return switch (code) {
            // The author's own words: the values in them are no places of a message.
            case "D3137", "D3141" -> code + ": " + error.getMessage();
            case "D1002" -> code + ": Cannot negate a non-numeric value: " + json(error.getExpected());
            case "T0412" ->
                code + ": Argument 1 of function \"" + called(error.getLocation()) + "\" must be an array of \""
                        + TYPES.getOrDefault(String.valueOf(error.getExpected()), "values") + "\"";
            case "T2009" ->
                code + ": The values " + json(error.getCurrent()) + " and " + json(error.getExpected())
                        + " either side of operator \"" + comparison() + "\" must be of the same data type";
            default -> filled(code, error);
        };
    }

    /** The library's template; it says Object where JSONata says function, and quotes numbers. */
    private static String filled(String code, JException error) {
        String template = JException.msg(code, error.getLocation(), FIRST, SECOND);
        if (template == null || template.equals(code) || !code.matches("[A-Z]\\d{4}")) {
            String message = String.valueOf(error.getMessage());
            return code.equals(message) || code.contains(" ") ? message : code + ": " + message;
        }
        return code + ": "
                + template.replaceAll("\\bObject\\b", "function")
                        .replace("\"" + FIRST + "\"", json(error.getCurrent()))
                        .replace("\"" + SECOND + "\"", json(error.getExpected()));
    }

    private String called(int location) {
        Matcher called = CALLED.matcher(source.substring(0, Math.max(0, Math.min(location, source.length()))));
        return called.find() ? called.group(1) : "";
    }

    /** The library does not say which; an expression seldom has two. */
    private String comparison() {
        Matcher operator = COMPARISON.matcher(source);
        return operator.find() ? operator.group() : "<";
    }

    private static String json(@Nullable Object value) {
        try {
            return Json.write(JsonValues.normal(value));
        } catch (IllegalArgumentException e) {
            return "a function";
        }
    }
}
