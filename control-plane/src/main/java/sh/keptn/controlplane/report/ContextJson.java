package sh.keptn.controlplane.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextDetails.TaskPhase;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.SequenceRow;

/** The JSON in which contexts and answers to commands are shown, the same on every platform. */
public final class ContextJson {

    private ContextJson() {}

    /** What became of a command, as {@code keptn sequence pause --output json} prints it. */
    public static Map<String, @Nullable Object> answer(
            String project, String context, @Nullable String stage, String command, ControlAnswer answer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("context", context);
        if (stage != null) {
            json.put("stage", stage);
        }
        json.put("command", command);
        json.put("verdict", answer.verdict().name().toLowerCase(Locale.ROOT));
        json.put("message", answer.message());
        return json;
    }

    /** One word for how far a whole context is: finished, paused, waiting or started. */
    public static String state(ContextDetails details) {
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

    /**
     * How far a context is, as {@code keptn sequence status --output json} prints it.
     *
     * @param stage only its sequences, null for all
     * @param simulated whether the tasks are simulated, null where that is not known
     * @param now open tasks whose deadline has come by then are overdue
     */
    public static Map<String, @Nullable Object> details(
            ContextDetails details, @Nullable String stage, @Nullable Boolean simulated, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", details.project());
        json.put("context", details.context());
        json.put("state", state(details));
        if (simulated != null) {
            json.put("simulated", simulated);
        }
        json.put("paused", List.copyOf(details.paused()));
        json.put(
                "sequences",
                details.sequences().stream()
                        .filter(sequence -> stage == null || sequence.stage().equals(stage))
                        .map(sequence -> sequence(sequence, now))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> sequence(ContextDetails.Sequence sequence, Instant now) {
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
                    sequence.behind().stream().map(ContextJson::queued).toList());
        }
        json.put("tasks", sequence.tasks().stream().map(task -> task(task, now)).toList());
        return json;
    }

    private static Map<String, @Nullable Object> queued(ContextStatus.Queued queued) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("services", queued.services());
        json.put("contexts", queued.contexts());
        if (queued.full()) {
            json.put("full", true);
        }
        return json;
    }

    private static Map<String, @Nullable Object> task(ContextDetails.Task task, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("task", task.name());
        json.put("stateName", task.state());
        json.put("turn", task.turn());
        json.put("state", task.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("attempt", task.attempt());
        putIfKnown(json, "triggeredid", task.triggeredId());
        putTimes(json, "triggered", task.triggered(), task.finished());
        putIfKnown(json, "deadline", task.deadline());
        if (task.isOverdue(now)) {
            json.put("overdue", true);
        }
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
