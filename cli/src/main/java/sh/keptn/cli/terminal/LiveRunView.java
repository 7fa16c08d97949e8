package sh.keptn.cli.terminal;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import sh.keptn.events.KeptnEvent;

/** A tree of stages, sequences and tasks, redrawn in place; never higher than the screen, whole at the end. */
final class LiveRunView implements RunView {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final RunTree tree = new RunTree();
    private final TreeText text;
    private final PrintWriter out;
    private Instant now = Instant.EPOCH;
    private int drawn;
    private boolean closed;

    LiveRunView(Terminal terminal, PrintWriter out) {
        this.text = new TreeText(terminal);
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
            draw(text.fitting(tree, now));
        }
    }

    @Override
    public void print(String lines) {
        if (closed) {
            out.println(lines);
        } else {
            draw(text.fitting(tree, now));
            out.print(SHOW_CURSOR);
            out.println(lines);
            drawn = 0;
        }
        out.flush();
    }

    @Override
    public void close() {
        if (!closed) {
            draw(text.whole(tree, now));
            out.print(SHOW_CURSOR);
            out.flush();
            closed = true;
        }
    }

    private void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(HIDE_CURSOR);
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        frame.append('\r');
        for (String line : lines) {
            frame.append(line).append(CLEAR_TO_END_OF_LINE).append('\n');
        }
        out.print(frame.append(CLEAR_BELOW));
        out.flush();
        drawn = lines.size();
    }
}
