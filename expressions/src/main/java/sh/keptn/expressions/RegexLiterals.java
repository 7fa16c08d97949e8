package sh.keptn.expressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the regular expressions of a JSONata expression, so that their evaluation can be watched: the library would match
 * them in one call that nothing can stop.
 *
 * @param text the expression with a variable in place of each regular expression, of the same number of lines
 * @param regexes what the variables {@code $_regex0}, {@code $_regex1} ... stand for
 */
record RegexLiterals(String text, List<Regex> regexes) {

    private static final String VARIABLE = "_regex";

    /** Words after which an operand comes. */
    private static final Set<String> OPERATORS = Set.of("and", "or", "in");

    /** The name of the variable for a regular expression, without the dollar sign. */
    static String variable(int index) {
        return VARIABLE + index;
    }

    /** @param expression one that the library can parse */
    static RegexLiterals of(String expression) {
        return expression.indexOf('/') < 0 ? new RegexLiterals(expression, List.of()) : new Scanner(expression).scan();
    }

    private static final class Scanner {
        private final String source;
        private final StringBuilder text = new StringBuilder();
        private final List<Regex> regexes = new ArrayList<>();
        private int position;

        /** Whether what came last can be divided; if it cannot, a slash begins a regular expression. */
        private boolean afterOperand;

        Scanner(String source) {
            this.source = source;
        }

        RegexLiterals scan() {
            while (position < source.length()) {
                char next = source.charAt(position);
                if (next == '"' || next == '\'' || next == '`') {
                    copyTo(endOfQuoted(next));
                    afterOperand = true;
                } else if (source.startsWith("/*", position)) {
                    int end = source.indexOf("*/", position + 2);
                    copyTo(end < 0 ? source.length() : end + 2);
                } else if (next == '/' && !afterOperand) {
                    regex();
                } else if (isNamePart(next)) {
                    int start = position;
                    copyTo(endOfName());
                    afterOperand = !OPERATORS.contains(source.substring(start, position));
                } else {
                    copyTo(position + 1);
                    afterOperand = Character.isWhitespace(next) ? afterOperand : ")]}".indexOf(next) >= 0;
                }
            }
            return new RegexLiterals(text.toString(), List.copyOf(regexes));
        }

        private void copyTo(int end) {
            text.append(source, position, end);
            position = end;
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
            text.append('$').append(variable(regexes.size())).append(' ');
            regexes.add(new Regex(pattern, source.substring(end + 1, flags)));
            position = flags;
            afterOperand = true;
        }

        private boolean isEscaped(int index) {
            return source.charAt(index - 1) == '\\';
        }
    }
}
