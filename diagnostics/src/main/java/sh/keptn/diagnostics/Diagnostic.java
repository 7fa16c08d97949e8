package sh.keptn.diagnostics;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One finding: what was found, what was expected and the fix in one sentence. Sorts by file, line, column, code. Renders
 * as {@code shipyard.yaml:7:15: warning [trigger-unknown-sequence] message}.
 */
public record Diagnostic(Severity severity, DiagnosticCode code, SourcePosition position, String message)
        implements Comparable<Diagnostic> {

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::position)
            .thenComparing(found -> found.code().id())
            .thenComparing(Diagnostic::message);

    /** Text of a file inside a message that is longer than this is cut. */
    private static final int LONGEST_QUOTE = 120;

    private static final Pattern QUOTE = Pattern.compile("`[^`]*`");
    private static final int LONGEST_MESSAGE = 1_000;

    /** A message stays one line that a person can read, whatever text of the file it repeats. */
    public Diagnostic {
        message = oneLine(QUOTE.matcher(message).replaceAll(quote -> Matcher.quoteReplacement(cut(quote.group()))));
    }

    private static String cut(String quote) {
        return quote.codePointCount(0, quote.length()) <= LONGEST_QUOTE + 2
                ? quote
                : quote.substring(0, quote.offsetByCodePoints(0, LONGEST_QUOTE + 1)) + "...`";
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST_MESSAGE).forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST_MESSAGE ? line + "..." : line.toString();
    }

    /** A finding with the severity that its code has everywhere but in a few formats. */
    public static Diagnostic of(DiagnosticCode code, SourcePosition position, String message) {
        return new Diagnostic(code.severity(), code, position, message);
    }

    /** Whether one of the findings is an error. */
    public static boolean hasErrors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(found -> found.severity() == Severity.ERROR);
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return position + ": " + severity.word() + " [" + code.id() + "] " + message;
    }
}
