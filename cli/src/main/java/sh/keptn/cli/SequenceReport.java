package sh.keptn.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.cli.terminal.DurationText;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.report.ContextJson;
import sh.keptn.controlplane.rows.SequenceRow;

/** How far a run is: as lines for people, and as JSON. */
final class SequenceReport {

    private final ContextDetails details;
    private final @Nullable String stage;
    private final @Nullable Boolean simulated;
    private final List<ContextDetails.Sequence> sequences;
    private final Instant now;

    /**
     * @param stage only its sequences, null for all
     * @param simulated whether the run's tasks are simulated, null where that is not known
     */
    SequenceReport(ContextDetails details, @Nullable String stage, @Nullable Boolean simulated, Instant now) {
        this.details = details;
        this.stage = stage;
        this.simulated = simulated;
        this.sequences = details.sequences().stream()
                .filter(sequence -> stage == null || sequence.stage().equals(stage))
                .toList();
        this.now = now;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("context " + details.context() + " of project " + details.project()
                + (Boolean.TRUE.equals(simulated) ? " (simulated)" : "") + ": " + state());
        for (ContextDetails.Sequence sequence : sequences) {
            lines.add("  " + name(sequence) + ": " + state(sequence));
            sequence.tasks().forEach(task -> lines.add("    " + line(task)));
        }
        return lines;
    }

    /** One word for the whole, and where it is paused. */
    private String state() {
        String state = ContextJson.state(details);
        if (details.paused().isEmpty() || state.equals("paused")) {
            return state;
        }
        return state
                + (details.paused().contains("*") ? ", paused" : ", paused in " + String.join(", ", details.paused()));
    }

    private static String name(ContextDetails.Sequence sequence) {
        return sequence.stage() + "." + sequence.name() + " for " + sequence.service()
                + (sequence.companion() == null ? "" : ", " + sequence.companion());
    }

    private static String behind(ContextDetails.Sequence sequence) {
        StringBuilder text = new StringBuilder();
        for (ContextStatus.Queued queued : sequence.behind()) {
            if (queued.full()) {
                text.append(" until the stage has room for more services");
                continue;
            }
            text.append(
                    queued.contexts().isEmpty()
                            ? " until the context is resumed"
                            : " until " + String.join(", ", queued.services()) + " is free; it is taken by context "
                                    + String.join(", ", queued.contexts()));
        }
        return text.toString();
    }

    private String state(ContextDetails.Sequence sequence) {
        StringBuilder line = new StringBuilder();
        if (sequence.phase() == SequenceRow.Phase.WAITING) {
            line.append("waits").append(behind(sequence));
        } else if (sequence.phase() == SequenceRow.Phase.STARTED) {
            line.append("started").append(took(sequence.started(), now));
            line.append(sequence.behind().isEmpty() ? "" : ", waits" + behind(sequence));
        } else {
            line.append(text(sequence.outcome())).append(took(sequence.started(), sequence.finished()));
        }
        line.append(attempts(sequence.attempt()));
        line.append(sequence.superseded() ? ", before what it follows from was continued" : "");
        return line + message(sequence.outcome());
    }

    private String line(ContextDetails.Task task) {
        String name = task.state() + (task.turn() == 0 ? "" : ", step " + (task.turn() + 1)) + ": ";
        return name
                + switch (task.phase()) {
                    case HELD -> "held, because the context is paused";
                    case OPEN ->
                        "waits for "
                                + (task.waitsFor().isEmpty() ? "whoever starts it" : who(task))
                                + took(task.triggered(), now) + attempts(task.attempt()) + ", until "
                                + task.deadline()
                                + (task.isOverdue(now) ? ", which has passed: it fails when keptn run goes on" : "")
                                + ", triggeredid " + task.triggeredId();
                    case IN_PROGRESS -> "in progress" + took(task.triggered(), task.finished());
                    case FINISHED ->
                        text(task.outcome())
                                + took(task.triggered(), task.finished())
                                + attempts(task.attempt())
                                + message(task.outcome());
                };
    }

    private String who(ContextDetails.Task task) {
        if (Boolean.TRUE.equals(simulated)) {
            // All tasks are done by one that stands for everybody, which says nothing about who is missing.
            return "an answer";
        }
        return String.join(
                ", ",
                task.waitsFor().stream()
                        .map(service -> service + (task.started().contains(service) ? "" : " (not started)"))
                        .toList());
    }

    private static String attempts(int attempt) {
        return attempt > 1 ? ", attempt " + attempt : "";
    }

    private static String text(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "ended";
        }
        return outcome.status().equals(Outcome.SUCCEEDED) ? outcome.result() : outcome.status();
    }

    private static String message(@Nullable Outcome outcome) {
        String text = outcome == null ? "" : outcome.message();
        return text.isEmpty() ? "" : ", " + text.lines().findFirst().orElse("");
    }

    private static String took(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null || to.isBefore(from)
                ? ""
                : ", " + DurationText.of(Duration.between(from, to));
    }

    Map<String, @Nullable Object> json() {
        return ContextJson.details(details, stage, simulated, now);
    }
}
