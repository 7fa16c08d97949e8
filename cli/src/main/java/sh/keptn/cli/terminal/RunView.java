package sh.keptn.cli.terminal;

import java.io.PrintWriter;
import java.time.Instant;
import sh.keptn.events.KeptnEvent;

/** Shows the progress of a run while its events come in. Not safe for use by several threads at once. */
public interface RunView extends AutoCloseable {

    /** The view that suits the terminal: a tree that is redrawn in place, or lines that are appended. */
    static RunView of(Terminal terminal, PrintWriter out) {
        return terminal.interactive()
                ? new LiveRunView(terminal, new WindowSize(), out)
                : new LineRunView(terminal, out);
    }

    /** Takes in the next event; the events come in the order of the event log, each once. */
    void show(KeptnEvent event);

    /** Lets the durations of what still runs grow; to be called a few times a second. */
    void tick(Instant now);

    /** Writes lines that stay, for example a question: the tree ends above them and is drawn again below. */
    void print(String text);

    /** Draws the whole run for the last time and gives the terminal back. To be called on every way out, once or more. */
    @Override
    void close();
}
