package sh.keptn.expressions;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression.EvaluationException;

/** A regular expression as a value of an expression: a function that finds a match, within the evaluation's time. */
final class Regex extends Jsonata.JFunction {

    private final Pattern pattern;

    /**
     * @param flags of {@code i} and {@code m}
     * @throws IllegalArgumentException if the pattern is no regular expression
     */
    Regex(String pattern, String flags) {
        this(Pattern.compile(
                pattern,
                (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0) | (flags.contains("m") ? Pattern.MULTILINE : 0)));
    }

    private Regex(Pattern pattern) {
        super((input, arguments) -> closure(pattern, arguments), "<s:o>");
        this.pattern = pattern;
    }

    /** A match: its text, where it begins and ends, and its groups, null for those that took no part. */
    record Match(String text, int start, int end, List<@Nullable String> groups) {}

    /** The first match from an index, null where there is none. */
    @Nullable
    Match find(String text, int from) {
        return find(pattern, text, from);
    }

    private static @Nullable Match find(Pattern pattern, String text, int from) {
        Matcher matcher = pattern.matcher(new WatchedText(text, EvaluationBounds.current()));
        if (from > text.length() || !matcher.find(from)) {
            return null;
        }
        if (matcher.end() == matcher.start()) {
            throw new EvaluationException("D1004: Regular expression matches zero length string");
        }
        List<@Nullable String> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(matcher.group(group));
        }
        return new Match(matcher.group(), matcher.start(), matcher.end(), groups);
    }

    private static @Nullable Object closure(Pattern pattern, List<?> arguments) {
        return arguments.get(0) instanceof String text ? closure(pattern, text, 0) : null;
    }

    /** JSONata, "Generalized function signature of matchers". */
    private static @Nullable Object closure(Pattern pattern, String text, int from) {
        Match match = find(pattern, text, from);
        if (match == null) {
            return null;
        }
        Map<String, Object> closure = new LinkedHashMap<>();
        closure.put("match", match.text());
        closure.put("start", match.start());
        closure.put("end", match.end());
        closure.put("groups", match.groups());
        closure.put("next", Arguments.function("next", null, none -> closure(pattern, text, match.end())));
        return closure;
    }

    /** A text that looks at the clock now and then while it is matched. */
    private static final class WatchedText implements CharSequence {

        private static final int READS_BETWEEN = 4096;

        private final String text;
        private final EvaluationBounds bounds;
        private int reads;

        WatchedText(String text, EvaluationBounds bounds) {
            this.text = text;
            this.bounds = bounds;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            if (reads % READS_BETWEEN == 0) {
                bounds.checkTime();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
