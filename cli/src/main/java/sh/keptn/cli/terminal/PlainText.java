package sh.keptn.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text that others wrote as a terminal may be shown it: what it would obey instead of showing it is a blank. That is C0 and C1 control
 * characters, separators of lines and paragraphs, and marks that change the direction of text (Unicode Standard Annex 9).
 */
public final class PlainText {

    private static final String DIRECTIONS = "\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069";

    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}" + DIRECTIONS + "]");
    private static final Pattern COMMANDS_WITHIN_LINES = Pattern.compile("[\\p{Cc}" + DIRECTIONS + "&&[^\n\t]]");

    private PlainText() {}

    /** As one line: line ends are blanks, too. */
    public static String line(String text) {
        return COMMANDS.matcher(text).replaceAll(" ");
    }

    /** The first line that is not blank, for where there is room for one; empty where there is none. */
    public static String firstLine(String text) {
        return line(text.lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
    }

    /** Line feeds and tabs stay. */
    public static String lines(String text) {
        return COMMANDS_WITHIN_LINES.matcher(text).replaceAll(" ");
    }
}
