package sh.keptn.expressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a JSONata expression as the library is given it: without comments, at whose end its tokenizer fails where nothing
 * follows, without operators that JSONata got after the version that Step Functions has, and with variables in place of regular
 * expressions, so that their evaluation can be watched: the library would match them in one call that nothing can stop.
 *
 * @param withoutComments the expression with blanks in place of comments
 * @param withoutRegexes the same with a variable in place of each regular expression, of the same number of lines
 * @param regexes what the variables {@code $_regex0}, {@code $_regex1} ... stand for
 */
record SourceText(String withoutComments, String withoutRegexes, List<Regex> regexes) {

    private static final String VARIABLE = "_regex";

    /** Words after which an operand comes. */
    private static final Set<String> OPERATORS = Set.of("and", "or", "in");

    /** Words that begin a function. */
    private static final Set<String> FUNCTIONS = Set.of("function", "\u03bb");

    private static final Pattern SIGNATURE = Pattern.compile("\\s*\\([^)]*\\)\\s*<[^{]*");

    /** The name of the variable for a regular expression, without the dollar sign. */
    static String variable(int index) {
        return VARIABLE + index;
    }

    /**
     * Reads an expression.
     *
     * @throws UnreadableException if it has what JSONata 2.0 does not know
     */
    static SourceText of(String expression) {
        return expression.indexOf('/') < 0 && expression.indexOf('?') < 0
                ? new SourceText(expression, expression, List.of())
                : new Scanner(expression).scan();
    }

    /** An expression is none of JSONata 2.0; the message says why. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    private static final class Scanner {
        private final String source;
        private final StringBuilder withoutComments = new StringBuilder();
        private final StringBuilder withoutRegexes = new StringBuilder();
        private final List<Regex> regexes = new ArrayList<>();
        private int position;

        /** Whether what came last can be divided; if it cannot, a slash begins a regular expression. */
        private boolean afterOperand;

        Scanner(String source) {
            this.source = source;
        }

        SourceText scan() {
            while (position < source.length()) {
                char next = source.charAt(position);
                if (next == '"' || next == '\'' || next == '`') {
                    copyTo(endOfQuoted(next));
                    afterOperand = true;
                } else if (source.startsWith("/*", position)) {
                    blankTo(endOfComment());
                } else if (next == '/' && !afterOperand) {
                    regex();
                } else if (isNamePart(next)) {
                    int start = position;
                    copyTo(endOfName());
                    String name = source.substring(start, position);
                    afterOperand = !OPERATORS.contains(name);
                    if (FUNCTIONS.contains(name)) {
                        signature();
                    }
                } else if (source.startsWith("??", position) || source.startsWith("?:", position)) {
                    throw new UnreadableException(
                            "the operators ?? and ?: are not in JSONata 2.0, which Step Functions has");
                } else {
                    copyTo(position + 1);
                    afterOperand = Character.isWhitespace(next) ? afterOperand : ")]}".indexOf(next) >= 0;
                }
            }
            return new SourceText(withoutComments.toString(), withoutRegexes.toString(), List.copyOf(regexes));
        }

        private void copyTo(int end) {
            withoutComments.append(source, position, end);
            withoutRegexes.append(source, position, end);
            position = end;
        }

        private int endOfComment() {
            int end = source.indexOf("*/", position + 2);
            if (end < 0) {
                throw new UnreadableException("a comment has no closing */");
            }
            return end + 2;
        }

        private void blankTo(int end) {
            for (; position < end; position++) {
                char blank = source.charAt(position) == '\n' ? '\n' : ' ';
                withoutComments.append(blank);
                withoutRegexes.append(blank);
            }
        }

        /** The parameters of a function and their types, in which a question mark means another thing. */
        private void signature() {
            Matcher found = SIGNATURE.matcher(source).region(position, source.length());
            if (found.lookingAt()) {
                copyTo(found.end());
                afterOperand = false;
            }
        }

        private int endOfQuoted(char quote) {
            int end = position + 1;
            while (end < source.length() && source.charAt(end) != quote) {
                end += source.charAt(end) == '\\' && quote != '`' ? 2 : 1;
            }
            return Math.min(source.length(), end + 1);
        }

        private int endOfName() {
            int end = position;
            while (end < source.length() && isNamePart(source.charAt(end))) {
                end++;
            }
            return end;
        }

        private static boolean isNamePart(char each) {
            return each == '$' || each == '_' || Character.isLetterOrDigit(each);
        }

        /** As JSONata's tokenizer: a slash inside of brackets does not end it. */
        private void regex() {
            int end = position + 1;
            int brackets = 0;
            while (end < source.length() && (source.charAt(end) != '/' || isEscaped(end) || brackets > 0)) {
                if (!isEscaped(end)) {
                    brackets += "([{".indexOf(source.charAt(end)) >= 0 ? 1 : 0;
                    brackets -= ")]}".indexOf(source.charAt(end)) >= 0 ? 1 : 0;
                }
                end++;
            }
            if (end >= source.length()) {
                copyTo(source.length());
                return;
            }
            String pattern = source.substring(position + 1, end);
            int flags = end + 1;
            while (flags < source.length() && "im".indexOf(source.charAt(flags)) >= 0) {
                flags++;
            }
            withoutComments.append(source, position, flags);
            withoutRegexes.append('$').append(variable(regexes.size())).append(' ');
            regexes.add(new Regex(pattern, source.substring(end + 1, flags)));
            position = flags;
            afterOperand = true;
        }

        private boolean isEscaped(int index) {
            return source.charAt(index - 1) == '\\';
        }
    }
}
