package sh.keptn.cli.terminal;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two outputs of the process may use.
 *
 * @param interactive it is a terminal: lines may be rewritten
 * @param colours escape sequences for colour are welcome
 * @param charset of what is written
 * @param columns width in characters, 80 where it is unknown
 * @param rows height in lines, 24 where it is unknown
 */
public record Terminal(boolean interactive, boolean colours, Charset charset, int columns, int rows) {

    /** Set by the launcher, which can ask the system: the numbers of the streams that are terminals, for example 012. */
    private static final String HINT = "KEPTN_TERMINAL";

    /** No terminal: plain lines in UTF-8. */
    public static final Terminal NONE = new Terminal(false, false, StandardCharsets.UTF_8, 80, 24);

    /** What stdout may use. */
    public static Terminal ofStdout() {
        return ofProcess('1', "stdout.encoding");
    }

    /** What stderr may use. */
    public static Terminal ofStderr() {
        return ofProcess('2', "stderr.encoding");
    }

    /** Whether a person sits at stdin and sees stderr, so that a question can be asked. */
    public static boolean canAsk() {
        String hint = System.getenv(HINT);
        return hint == null ? consoleIsTerminal(System.console()) : hint.contains("0") && hint.contains("2");
    }

    private static Terminal ofProcess(char stream, String encodingProperty) {
        Map<String, String> environment = System.getenv();
        String hint = environment.get(HINT);
        boolean terminal = hint == null ? consoleIsTerminal(System.console()) : hint.indexOf(stream) >= 0;
        return of(environment, System.getProperty(encodingProperty), terminal);
    }

    /**
     * Reads the conventions of the environment: NO_COLOR (no-color.org), TERM=dumb, COLUMNS, LINES, LC_ALL, LC_CTYPE, LANG.
     *
     * @param encoding what the JVM found out about the stream, null before JDK 19
     * @param terminal whether the stream is a terminal
     */
    static Terminal of(Map<String, String> environment, @Nullable String encoding, boolean terminal) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                terminal && !dumb,
                terminal && !dumb && !noColour,
                terminal ? terminalCharset(environment, encoding) : StandardCharsets.UTF_8,
                number(environment.get("COLUMNS"), 80),
                number(environment.get("LINES"), 24));
    }

    /** Whether characters such as ✔ can be shown. */
    public boolean unicode() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** The same terminal with another size. */
    Terminal resized(int newColumns, int newRows) {
        return new Terminal(interactive, colours, charset, newColumns, newRows);
    }

    private static Charset terminalCharset(Map<String, String> environment, @Nullable String encoding) {
        if (encoding != null && Charset.isSupported(encoding)) {
            return Charset.forName(encoding);
        }
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(variable, "");
            if (!locale.isEmpty()) {
                String normal = locale.toLowerCase(Locale.ROOT).replace("-", "");
                return normal.endsWith("utf8") ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
            }
        }
        return Charset.defaultCharset();
    }

    /** JDK 22 and newer give a console even if output is piped and say so in {@code isTerminal}, which JDK 17 lacks. */
    private static boolean consoleIsTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
    }
}
