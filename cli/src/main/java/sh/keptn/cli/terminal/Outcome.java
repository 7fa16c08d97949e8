package sh.keptn.cli.terminal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a sequence or a task stands, from best to worst, with the sign and the colour that show it. */
enum Outcome {
    QUEUED("·", ".", "2"),
    RUNNING("▸", ">", "36"),
    WAITING("?", "?", "35"),
    PASS("✔", "+", "32"),
    WARNING("⚠", "!", "33"),
    ABORTED("■", "-", "33"),
    FAIL("✘", "x", "31");

    private final String sign;
    private final String asciiSign;
    private final String colour;

    Outcome(String sign, String asciiSign, String colour) {
        this.sign = sign;
        this.asciiSign = asciiSign;
        this.colour = colour;
    }

    /** What the result and the status of a finished event mean; no known result is a fail, as everywhere. */
    static Outcome of(@Nullable String result, @Nullable String status) {
        if ("aborted".equals(status)) {
            return ABORTED;
        }
        if ("errored".equals(status) || result == null) {
            return FAIL;
        }
        return switch (result) {
            case "pass" -> PASS;
            case "warning" -> WARNING;
            default -> FAIL;
        };
    }

    boolean ended() {
        return compareTo(PASS) >= 0;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One character, coloured where the terminal allows it. */
    String sign(Terminal terminal) {
        return paint(terminal, terminal.unicode() ? sign : asciiSign);
    }

    /** The text in this outcome's colour. */
    String paint(Terminal terminal, String text) {
        return terminal.colours() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
