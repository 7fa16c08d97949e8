package sh.keptn.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.cli.terminal.DurationText;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextDetails.TaskPhase;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.SequenceRow;

/** How far a run is: as lines for people, and as JSON. */
final class SequenceReport {

    private final ContextDetails details;
    private final @Nullable Boolean simulated;
    private final List<ContextDetails.Sequence> sequences;
    private final Instant now;

    /**
     * @param stage only its sequences, null for all
     * @param simulated whether the run's tasks are simulated, null where that is not known
     */
    SequenceReport(ContextDetails details, @Nullable String stage, @Nullable Boolean simulated, Instant now) {
        this.details = details;
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
        String state = word();
        return details.paused().isEmpty() || state.equals("paused")
                ? state
                : state + ", paused in " + String.join(", ", details.paused());
    }

    private String word() {
        if (details.finished()) {
            return "finished";
        } else if (details.paused().contains("*")) {
            return "paused";
        }
        boolean waiting = details.sequences().stream()
                .filter(sequence -> sequence.phase() != SequenceRow.Phase.FINISHED)
                .allMatch(sequence -> sequence.phase() == SequenceRow.Phase.WAITING);
        return waiting
                        && details.sequences().stream()
                                .anyMatch(sequence -> sequence.phase() == SequenceRow.Phase.WAITING)
                ? "waiting"
                : "started";
    }

    private static String name(ContextDetails.Sequence sequence) {
        return sequence.stage() + "." + sequence.name() + " for " + sequence.service()
                + (sequence.companion() == null ? "" : ", " + sequence.companion());
    }

    private static String behind(ContextDetails.Sequence sequence) {
        StringBuilder text = new StringBuilder();
        for (ContextStatus.Queued queued : sequence.behind()) {
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
                                + task.deadline() + ", triggeredid " + task.triggeredId();
                    case IN_PROGRESS -> "in progress" + took(task.triggered(), task.finished());
                    case FINISHED ->
                        text(task.outcome())
                                + took(task.triggered(), task.finished())
                                + attempts(task.attempt())
                                + message(task.outcome());
                };
    }

    private static String who(ContextDetails.Task task) {
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
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", details.project());
        json.put("context", details.context());
        json.put("state", word());
        if (simulated != null) {
            json.put("simulated", simulated);
        }
        json.put("paused", List.copyOf(details.paused()));
        json.put("sequences", sequences.stream().map(SequenceReport::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(ContextDetails.Sequence sequence) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", sequence.stage());
        json.put("sequence", sequence.name());
        putIfKnown(json, "companion", sequence.companion());
        json.put("service", sequence.service());
        json.put("state", sequence.phase().name().toLowerCase(Locale.ROOT));
        json.put("attempt", sequence.attempt());
        if (sequence.superseded()) {
            json.put("superseded", true);
        }
        putTimes(json, "started", sequence.started(), sequence.finished());
        putOutcome(json, sequence.outcome());
        if (!sequence.behind().isEmpty()) {
            json.put(
                    "waitsFor",
                    sequence.behind().stream().map(SequenceReport::json).toList());
        }
        json.put("tasks", sequence.tasks().stream().map(SequenceReport::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(ContextStatus.Queued queued) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("services", queued.services());
        json.put("contexts", queued.contexts());
        return json;
    }

    private static Map<String, @Nullable Object> json(ContextDetails.Task task) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("task", task.name());
        json.put("stateName", task.state());
        json.put("turn", task.turn());
        json.put("state", task.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("attempt", task.attempt());
        putIfKnown(json, "triggeredid", task.triggeredId());
        putTimes(json, "triggered", task.triggered(), task.finished());
        putIfKnown(json, "deadline", task.deadline());
        if (task.phase() == TaskPhase.OPEN) {
            json.put("waitsFor", task.waitsFor());
            json.put("started", task.started());
        }
        putOutcome(json, task.outcome());
        return json;
    }

    private static void putTimes(
            Map<String, @Nullable Object> json, String begin, @Nullable Instant from, @Nullable Instant to) {
        putIfKnown(json, begin, from);
        putIfKnown(json, "finished", to);
        if (from != null && to != null) {
            json.put("duration", Duration.between(from, to).toString());
        }
    }

    private static void putOutcome(Map<String, @Nullable Object> json, @Nullable Outcome outcome) {
        if (outcome != null) {
            json.put("result", outcome.result());
            json.put("status", outcome.status());
            json.put("message", outcome.message());
        }
    }

    private static void putIfKnown(Map<String, @Nullable Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }
}
