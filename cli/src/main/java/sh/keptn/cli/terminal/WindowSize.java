package sh.keptn.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a terminal the size that its window has by now. Java is not told when a window is resized, so the system's {@code
 * stty} is asked a few times a second, without waiting for it; where there is none, the size stays as it is.
 */
final class WindowSize implements UnaryOperator<Terminal> {

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})\\s*");

    private @Nullable Process asked;
    private long askedAt = System.nanoTime();
    private boolean isUnknown;

    @Override
    public Terminal apply(Terminal terminal) {
        try {
            Process running = asked;
            if (running != null && !running.isAlive()) {
                asked = null;
                return resized(
                        terminal, new String(running.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
            if (running == null && !isUnknown && System.nanoTime() - askedAt > PAUSE.toNanos()) {
                askedAt = System.nanoTime();
                asked = new ProcessBuilder("stty", "size")
                        .redirectInput(new File("/dev/tty"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
        } catch (IOException e) {
            isUnknown = true;
        }
        return terminal;
    }

    /** @param answer rows and columns; anything else changes nothing */
    static Terminal resized(Terminal terminal, String answer) {
        Matcher size = ROWS_AND_COLUMNS.matcher(answer);
        return size.matches()
                ? terminal.resized(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)))
                : terminal;
    }
}
