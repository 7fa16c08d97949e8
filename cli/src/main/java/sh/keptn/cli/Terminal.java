package sh.keptn.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the output may use.
 *
 * @param interactive stdout is a terminal: lines may be rewritten
 * @param colours escape sequences for colour are welcome
 * @param charset of stdout and stderr
 * @param columns width in characters, 80 where it is unknown
 * @param rows height in lines, 24 where it is unknown
 */
record Terminal(boolean interactive, boolean colours, Charset charset, int columns, int rows) {

    /** Set by the launcher, which can ask the system: {@code true} or {@code false}. */
    private static final String HINT = "KEPTN_TERMINAL";

    /** No terminal: plain lines in UTF-8. */
    static final Terminal NONE = new Terminal(false, false, StandardCharsets.UTF_8, 80, 24);

    /** The terminal of this process. */
    static Terminal ofProcess() {
        return of(System.getenv(), System.getProperty("stdout.encoding"), stdoutIsTerminal(System.console()));
    }

    /**
     * Reads the conventions of the environment: NO_COLOR (no-color.org), TERM=dumb, COLUMNS, LINES, LC_ALL, LC_CTYPE, LANG.
     *
     * @param stdoutEncoding what the JVM found out, null before JDK 19
     * @param console whether the JVM sees a terminal, used where the launcher left no hint
     */
    static Terminal of(Map<String, String> environment, @Nullable String stdoutEncoding, boolean console) {
        String hint = environment.get(HINT);
        boolean terminal = hint == null ? console : hint.equals("true");
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                terminal && !dumb,
                terminal && !dumb && !noColour,
                terminal ? terminalCharset(environment, stdoutEncoding) : StandardCharsets.UTF_8,
                number(environment.get("COLUMNS"), 80),
                number(environment.get("LINES"), 24));
    }

    /** Whether characters such as ✔ can be shown. */
    boolean unicode() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    private static Charset terminalCharset(Map<String, String> environment, @Nullable String stdoutEncoding) {
        if (stdoutEncoding != null && Charset.isSupported(stdoutEncoding)) {
            return Charset.forName(stdoutEncoding);
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
    private static boolean stdoutIsTerminal(@Nullable Console console) {
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
