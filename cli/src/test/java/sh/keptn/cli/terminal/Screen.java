package sh.keptn.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal in miniature: understands the few control sequences of the live view; refuses all others. */
final class Screen {

    private static final Pattern TOKEN = Pattern.compile("\u001b\\[(\\??[0-9]*)([A-Za-z])|\r|\n|[^\u001b\r\n]+");

    private final List<String> lines = new ArrayList<>(List.of(""));
    private int row;
    private int column;
    private boolean cursorHidden;
    private int highestMove;

    void write(String text) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find()) {
            if (token.start() != end) {
                throw new IllegalArgumentException("not understood at " + end);
            }
            end = token.end();
            apply(token);
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("not understood at " + end);
        }
    }

    private void apply(Matcher token) {
        String all = token.group();
        if (all.equals("\r")) {
            column = 0;
        } else if (all.equals("\n")) {
            row++;
            column = 0;
            if (row == lines.size()) {
                lines.add("");
            }
        } else if (token.group(2) == null) {
            String line = lines.get(row);
            String rest = line.length() > column + all.length() ? line.substring(column + all.length()) : "";
            lines.set(row, line.substring(0, column) + all + rest);
            column += all.length();
        } else {
            control(token.group(1), token.group(2));
        }
    }

    private void control(String parameter, String code) {
        switch (code) {
            case "A" -> {
                int up = Integer.parseInt(parameter);
                highestMove = Math.max(highestMove, up);
                row -= up;
            }
            case "K" -> lines.set(row, lines.get(row).substring(0, column));
            case "J" -> {
                lines.set(row, lines.get(row).substring(0, column));
                lines.subList(row + 1, lines.size()).clear();
            }
            case "h", "l" -> mode(parameter, code.equals("h"));
            case "m" -> {}
            default -> throw new IllegalArgumentException("control sequence " + parameter + code);
        }
    }

    private void mode(String parameter, boolean on) {
        switch (parameter) {
            case "?25" -> cursorHidden = !on;
            case "?7" -> {}
            default -> throw new IllegalArgumentException("mode " + parameter);
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    boolean cursorHidden() {
        return cursorHidden;
    }

    /** The most lines that the cursor was ever moved up: more than the screen has would destroy what is above. */
    int highestMove() {
        return highestMove;
    }
}
