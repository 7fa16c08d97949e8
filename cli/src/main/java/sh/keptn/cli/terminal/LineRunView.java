package sh.keptn.cli.terminal;

import java.io.PrintWriter;
import java.time.Instant;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** One line for each beginning and each end, readable in a log: every line names its stage and sequence. */
final class LineRunView implements RunView {

    private final RunTree tree = new RunTree();
    private final Terminal terminal;
    private final PrintWriter out;

    LineRunView(Terminal terminal, PrintWriter out) {
        this.terminal = terminal;
        this.out = out;
    }

    @Override
    public void show(KeptnEvent event) {
        String phase = EventType.parse(event.type()).map(EventType::phase).orElse("");
        tree.apply(event).ifPresent(node -> {
            if (node instanceof RunTree.Task task) {
                show(task, phase, event);
            } else if (node instanceof RunTree.Sequence sequence) {
                show(sequence, phase, event);
            }
        });
        out.flush();
    }

    private void show(RunTree.Sequence sequence, String phase, KeptnEvent event) {
        switch (phase) {
            case EventType.TRIGGERED -> line(sequence, "triggered for " + PlainText.line(sequence.service()), "");
            case EventType.STARTED -> {
                if (sequence.goesOn()) {
                    line(sequence, "goes on for " + PlainText.line(sequence.service()), "");
                }
            }
            case EventType.FINISHED -> line(sequence, ended(sequence, event), sequence.message());
            case EventType.IN_PROGRESS -> line(sequence, "in progress", sequence.message());
            default -> {}
        }
    }

    private void show(RunTree.Task task, String phase, KeptnEvent event) {
        RunTree.Sequence sequence = task.sequence();
        String name = PlainText.line(task.name());
        switch (phase) {
            case EventType.TRIGGERED -> line(sequence, name + " triggered", "");
            case EventType.STATUS_CHANGED -> line(sequence, name + " goes on", task.message());
            case EventType.FINISHED -> {
                line(sequence, name + " " + ended(task, event), task.message());
                UnmetObjectives.of(event).forEach(unmet -> line(sequence, "  " + PlainText.line(unmet), ""));
            }
            default -> {
                if (task.outcome() == Outcome.WAITING && !task.message().isEmpty()) {
                    line(sequence, name + " waits for a person", task.message());
                }
            }
        }
    }

    private String ended(RunTree.Node node, KeptnEvent event) {
        if (!node.outcome().ended()) {
            return "has an answer, not yet the last: " + PlainText.line(String.valueOf(event.dataText("result")));
        }
        String word = node.outcome().paint(terminal, node.outcome().word());
        return word + " after " + DurationText.of(node.duration(event.time()));
    }

    private void line(RunTree.Sequence sequence, String what, String message) {
        String detail = message.isEmpty() ? "" : ": " + PlainText.firstLine(message);
        String where = PlainText.line(sequence.stage() + " " + sequence.name()).strip();
        out.println(where + ": " + what + detail);
    }

    @Override
    public void tick(Instant now) {
        // Lines that are written stay as they are.
    }

    @Override
    public void print(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
