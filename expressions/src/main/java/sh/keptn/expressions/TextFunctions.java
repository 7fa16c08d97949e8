package sh.keptn.expressions;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression.EvaluationException;
import sh.keptn.expressions.Regex.Match;

/** The functions of JSONata on strings of which one call could take or make far more than an expression may. */
final class TextFunctions {

    private TextFunctions() {}

    static void register(Jsonata expression) {
        Arguments.define(expression, "contains", "<s-(sf):b>", TextFunctions::contains);
        Arguments.define(expression, "match", "<s-f<s:o>n?:a<o>>", TextFunctions::match);
        Arguments.define(expression, "split", "<s-(sf)n?:a<s>>", TextFunctions::split);
        Arguments.define(expression, "replace", "<s-(sf)(sf)n?:s>", TextFunctions::replace);
        Arguments.define(expression, "join", "<a<s>s?:s>", TextFunctions::join);
        Arguments.define(expression, "pad", "<s-ns?:s>", TextFunctions::pad);
    }

    private static @Nullable Object contains(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        return arguments.get(1) instanceof Regex regex ? regex.find(text, 0) != null : text.contains(arguments.text(1));
    }

    private static @Nullable Object match(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        long limit = limit(arguments, 2, "D3040: Third argument of match function must evaluate to a positive number");
        List<Object> matches = Utils.createSequence();
        Regex regex = regex(arguments, 1);
        for (Match match = regex.find(text, 0);
                match != null && matches.size() < limit;
                match = regex.find(text, match.end())) {
            EvaluationBounds.checkCount(matches.size());
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("match", match.text());
            each.put("index", match.start());
            each.put("groups", match.groups());
            matches.add(each);
        }
        return matches;
    }

    private static @Nullable Object split(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        long limit = limit(arguments, 2, "D3020: Third argument of split function must evaluate to a positive number");
        List<String> parts =
                arguments.get(1) instanceof Regex regex ? split(text, regex) : split(text, arguments.text(1));
        return new ArrayList<>(parts.subList(0, (int) Math.min(limit, parts.size())));
    }

    private static List<String> split(String text, Regex regex) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (Match match = regex.find(text, 0); match != null; match = regex.find(text, match.end())) {
            EvaluationBounds.checkCount(parts.size());
            parts.add(text.substring(start, match.start()));
            start = match.end();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            EvaluationBounds.checkCount(text.length());
            text.chars().forEach(each -> parts.add(String.valueOf((char) each)));
            return parts;
        }
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            EvaluationBounds.checkCount(parts.size());
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static @Nullable Object replace(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        if ("".equals(arguments.get(1))) {
            throw new EvaluationException("D3010: Second argument of replace function cannot be an empty string");
        }
        long limit =
                limit(arguments, 3, "D3011: Fourth argument of replace function must evaluate to a positive number");
        return arguments.get(1) instanceof Regex regex
                ? replace(text, regex, arguments, limit)
                : replace(text, arguments.text(1), arguments.text(2), limit);
    }

    private static String replace(String text, String found, String replacement, long limit) {
        StringBuilder result = new StringBuilder();
        int start = 0;
        int end = text.indexOf(found);
        for (long done = 0; end >= 0 && done < limit; done++) {
            append(result, text.substring(start, end));
            append(result, replacement);
            start = end + found.length();
            end = text.indexOf(found, start);
        }
        return append(result, text.substring(start)).toString();
    }

    private static String replace(String text, Regex regex, Arguments arguments, long limit) {
        StringBuilder result = new StringBuilder();
        int start = 0;
        Match match = regex.find(text, 0);
        for (long done = 0; match != null && done < limit; done++) {
            append(result, text.substring(start, match.start()));
            append(result, replacement(match, arguments));
            start = match.end();
            match = regex.find(text, start);
        }
        return append(result, text.substring(start)).toString();
    }

    private static String replacement(Match match, Arguments arguments) {
        if (arguments.get(2) instanceof String template) {
            return substituted(template, match);
        }
        Map<String, Object> closure = new LinkedHashMap<>();
        closure.put("match", match.text());
        closure.put("start", match.start());
        closure.put("end", match.end());
        closure.put("groups", match.groups());
        if (call(arguments.get(2), closure) instanceof String text) {
            return text;
        }
        throw new EvaluationException("D3012: Attempted to replace a matched string with a non-string value");
    }

    private static @Nullable Object call(@Nullable Object function, Object argument) {
        try {
            return Functions.funcApply(function, List.of(argument));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    /** JSONata, "$replace()": {@code $$} is a dollar sign, {@code $0} the match, {@code $1} its first group. */
    private static String substituted(String template, Match match) {
        StringBuilder result = new StringBuilder();
        int position = 0;
        for (int dollar = template.indexOf('$'); dollar >= 0; dollar = template.indexOf('$', position)) {
            result.append(template, position, dollar);
            position = dollar + 1;
            int digits = digits(template, position, match.groups().size());
            if (template.startsWith("$", position)) {
                result.append('$');
                position++;
            } else if (template.startsWith("0", position)) {
                result.append(match.text());
                position++;
            } else if (digits > 0) {
                int group = Integer.parseInt(template.substring(position, position + digits));
                String text = group <= match.groups().size() ? match.groups().get(group - 1) : null;
                result.append(text == null ? "" : text);
                position += digits;
            } else {
                result.append('$');
            }
        }
        return result.append(template.substring(position)).toString();
    }

    /** How many digits at the position name a group: as many as the number of groups has, one less where that is none. */
    private static int digits(String template, int position, int groups) {
        int digits = 0;
        while (digits < String.valueOf(groups).length()
                && position + digits < template.length()
                && Character.digit(template.charAt(position + digits), 10) >= 0) {
            digits++;
        }
        boolean tooMany = digits > 1 && Integer.parseInt(template.substring(position, position + digits)) > groups;
        return tooMany ? digits - 1 : digits;
    }

    private static @Nullable Object join(Arguments arguments) {
        if (!(arguments.get(0) instanceof List<?> parts)) {
            return null;
        }
        String separator = arguments.isMissing(1) ? "" : arguments.text(1);
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            append(joined, i == 0 ? "" : separator);
            append(joined, String.valueOf(parts.get(i)));
        }
        return joined.toString();
    }

    private static @Nullable Object pad(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        long width = arguments.integer(1);
        EvaluationBounds.checkLength(Math.abs(width));
        int missing = (int) Math.abs(width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String given = arguments.get(2) instanceof String fill && !fill.isEmpty() ? fill : " ";
        int[] fill = given.codePoints().toArray();
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(fill[i % fill.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }

    private static StringBuilder append(StringBuilder text, String more) {
        EvaluationBounds.checkLength((long) text.length() + more.length());
        return text.append(more);
    }

    private static Regex regex(Arguments arguments, int index) {
        if (arguments.get(index) instanceof Regex regex) {
            return regex;
        }
        throw new EvaluationException("$" + arguments.function() + " takes regular expressions only");
    }

    private static long limit(Arguments arguments, int index, String error) {
        if (arguments.isMissing(index)) {
            return Long.MAX_VALUE;
        }
        double limit = arguments.number(index);
        if (limit < 0) {
            throw new EvaluationException(error);
        }
        return (long) Math.ceil(limit);
    }
}
