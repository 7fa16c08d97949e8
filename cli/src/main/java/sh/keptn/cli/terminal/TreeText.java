package sh.keptn.cli.terminal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lays a run out as lines, cut to the terminal's width. */
final class TreeText {

    private static final int NAME_WIDTH = 28;
    private static final int DURATION_WIDTH = 11;

    private final Terminal terminal;

    TreeText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** All lines. */
    List<String> whole(RunTree tree, Instant now) {
        return lines(tree, now, 0);
    }

    /** Lines that fit on the screen: the oldest sequences that passed lose their tasks first, then the oldest lines go. */
    List<String> fitting(RunTree tree, Instant now) {
        int room = Math.max(1, terminal.rows() - 1);
        List<String> lines = whole(tree, now);
        for (int folded = 1; lines.size() > room && folded <= passed(tree); folded++) {
            lines = lines(tree, now, folded);
        }
        if (lines.size() <= room) {
            return lines;
        }
        int hidden = lines.size() - room + 1;
        List<String> last = new ArrayList<>();
        last.add("(" + hidden + " lines above)");
        last.addAll(lines.subList(hidden, lines.size()));
        return last;
    }

    private static int passed(RunTree tree) {
        return (int) tree.stages().values().stream()
                .flatMap(List::stream)
                .filter(sequence -> sequence.outcome() == Outcome.PASS)
                .count();
    }

    private List<String> lines(RunTree tree, Instant now, int foldedSequences) {
        List<String> lines = new ArrayList<>();
        int toFold = foldedSequences;
        for (var stage : tree.stages().entrySet()) {
            lines.add(bold(PlainText.line(stage.getKey())));
            for (RunTree.Sequence sequence : stage.getValue()) {
                String name = (sequence.name() + " " + sequence.service()).strip();
                lines.add(line("  ", sequence, name, ownMessage(sequence), now));
                if (sequence.outcome() == Outcome.PASS && toFold > 0) {
                    toFold--;
                } else {
                    for (RunTree.Task task : sequence.tasks()) {
                        lines.add(line("    ", task, task.name(), task.message(), now));
                        task.unmet().forEach(unmet -> lines.add(faint(cut("      " + PlainText.line(unmet)))));
                    }
                }
            }
        }
        return lines;
    }

    /** The message of a sequence is that of its last task; it is shown once. */
    private static String ownMessage(RunTree.Sequence sequence) {
        boolean repeated =
                sequence.tasks().stream().anyMatch(task -> task.message().equals(sequence.message()));
        return repeated ? "" : sequence.message();
    }

    private String line(String indent, RunTree.Node node, String name, String message, Instant now) {
        String sign = node.outcome().sign(terminal);
        String duration = node.outcome() == Outcome.QUEUED ? "" : DurationText.of(node.duration(now));
        int nameWidth = NAME_WIDTH - indent.length();
        String head = indent + "? " + pad(PlainText.line(name), nameWidth) + " "
                + " ".repeat(Math.max(0, DURATION_WIDTH - duration.length())) + duration;
        String tail = message.isEmpty() ? "" : "  " + PlainText.firstLine(message);
        String plain = cut((head + tail).stripTrailing());
        int kept = Math.min(plain.length(), head.length());
        String end = plain.substring(kept);
        String shownEnd = node.outcome() == Outcome.FAIL ? node.outcome().paint(terminal, end) : faint(end);
        return indent
                + sign
                + plain.substring(Math.min(plain.length(), indent.length() + 1), kept)
                + (end.isEmpty() ? "" : shownEnd);
    }

    private static String pad(String text, int width) {
        int length = text.codePointCount(0, text.length());
        return length >= width ? text : text + " ".repeat(width - length);
    }

    private String cut(String text) {
        int room = Math.max(20, terminal.columns() - 1);
        if (!terminal.interactive() || text.codePointCount(0, text.length()) <= room) {
            return text;
        }
        String mark = terminal.unicode() ? "…" : "...";
        return text.substring(0, text.offsetByCodePoints(0, room - mark.length())) + mark;
    }

    private String bold(String text) {
        return terminal.colours() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String faint(String text) {
        return terminal.colours() ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
