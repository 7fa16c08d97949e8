package sh.keptn.cli.terminal;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import sh.keptn.events.KeptnEvent;

/** A tree of stages, sequences and tasks, redrawn in place; never higher than the screen, whole at the end. */
final class LiveRunView implements RunView {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    /** While a frame is drawn, a line that is too long for a window made narrower meanwhile still takes one row. */
    private static final String CUT_LINES = "\u001b[?7l";

    private static final String WRAP_LINES = "\u001b[?7h";

    private final RunTree tree = new RunTree();
    private final UnaryOperator<Terminal> resizing;
    private final PrintWriter out;
    private Terminal terminal;
    private Instant now = Instant.EPOCH;
    private List<String> drawn = List.of();
    private boolean closed;

    /** @param resizing gives a terminal the size that its window has by now */
    LiveRunView(Terminal terminal, UnaryOperator<Terminal> resizing, PrintWriter out) {
        this.terminal = terminal;
        this.resizing = resizing;
        this.out = out;
    }

    @Override
    public void show(KeptnEvent event) {
        tree.apply(event);
        tick(event.time());
    }

    @Override
    public void tick(Instant time) {
        now = time.isAfter(now) ? time : now;
        if (!closed) {
            draw(fitting());
        }
    }

    @Override
    public void print(String lines) {
        if (closed) {
            out.println(lines);
        } else {
            draw(fitting());
            out.print(SHOW_CURSOR);
            out.println(lines);
            drawn = List.of();
        }
        out.flush();
    }

    @Override
    public void close() {
        if (!closed) {
            terminal = resizing.apply(terminal);
            draw(new TreeText(terminal).whole(tree, now));
            out.print(SHOW_CURSOR);
            out.flush();
            closed = true;
        }
    }

    private List<String> fitting() {
        terminal = resizing.apply(terminal);
        return new TreeText(terminal).fitting(tree, now);
    }

    private void draw(List<String> lines) {
        if (lines.equals(drawn)) {
            return;
        }
        StringBuilder frame = new StringBuilder(HIDE_CURSOR).append(CUT_LINES);
        // Never above the window: rows that it has lost are gone.
        int up = Math.min(drawn.size(), terminal.rows() - 1);
        if (up > 0) {
            frame.append("\u001b[").append(up).append('A');
        }
        frame.append('\r');
        for (String line : lines) {
            frame.append(line).append(CLEAR_TO_END_OF_LINE).append('\n');
        }
        out.print(frame.append(CLEAR_BELOW).append(WRAP_LINES));
        out.flush();
        drawn = lines;
    }
}
