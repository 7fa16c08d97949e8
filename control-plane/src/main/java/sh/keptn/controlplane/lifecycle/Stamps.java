package sh.keptn.controlplane.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.DoneTasks;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.events.EventType;

/** The {@code keptn} part of an event on the bus: the flat fields that rules match. */
final class Stamps {

    private Stamps() {}

    /** Stamp of a sequence event; {@code phase} as in the event's type. */
    static Map<String, @Nullable Object> sequence(SequenceRow sequence, String phase) {
        return common(sequence, "sequence." + phase);
    }

    /** Stamp of {@code <stage>.<sequence>.finished} and {@code .in-progress}, with what trigger rules ask for. */
    static Map<String, @Nullable Object> ended(SequenceRow sequence, Ending ending) {
        Map<String, @Nullable Object> stamp = common(sequence, "sequence." + ending.phase());
        stamp.put("result", ending.outcome().result());
        stamp.put("status", ending.outcome().status());
        stamp.put("evaluateTriggers", ending.evaluateTriggers());
        List<String> last =
                DoneTasks.of(sequence).last().stream().map(DoneTask::task).toList();
        if (!last.isEmpty()) {
            // Patterns match a list as they match each of its items.
            stamp.put("lastTask", last.size() == 1 ? last.get(0) : last);
        }
        stamp.put("id", sequence.id());
        return stamp;
    }

    /** Stamp of an event about a task; {@code phase} as in the event's type. */
    static Map<String, @Nullable Object> task(SequenceRow sequence, String task, String phase) {
        Map<String, @Nullable Object> stamp = common(sequence, "task." + phase);
        stamp.put("task", task);
        return stamp;
    }

    /** Stamp of an answer to a task, or of the event that stands for one, with what selectors ask for. */
    static Map<String, @Nullable Object> answer(
            SequenceRow sequence, TaskRow.Dispatch task, String phase, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> stamp = task(sequence, task.task(), phase);
        stamp.put("selector", task.selector());
        if (phase.equals(EventType.FINISHED)) {
            Outcome outcome = Outcome.of(data);
            stamp.put("result", outcome.result());
            stamp.put("status", outcome.status());
        }
        return stamp;
    }

    /** Stamp of the {@code <task>.triggered} that asked for a task. */
    static Map<String, @Nullable Object> triggered(SequenceRow sequence, TaskRow task) {
        Map<String, @Nullable Object> stamp = task(sequence, task.dispatch().task(), EventType.TRIGGERED);
        stamp.put("selector", task.dispatch().selector());
        return dispatched(stamp, task);
    }

    /** Adds to the stamp of {@code <task>.triggered} who has to answer, until when, which dispatch it is, and whether it may progress. */
    static Map<String, @Nullable Object> dispatched(Map<String, @Nullable Object> stamp, TaskRow task) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(stamp);
        all.put("services", task.expected());
        all.put("occurrence", task.dispatch().occurrence());
        all.put("deadline", task.deadline().toString());
        if (task.dispatch().place().progress() != TaskPlace.Progress.NONE) {
            all.put("progress", true);
        }
        return all;
    }

    /**
     * Adds to the stamp of an event who goes on by it, and what has asked him for the task that he does.
     *
     * @param waited what he has said of his waiting before, which he gets again; empty if he has not waited
     */
    static Map<String, @Nullable Object> awaited(
            Map<String, @Nullable Object> stamp, TaskRow task, String asker, Map<String, @Nullable Object> waited) {
        Map<String, @Nullable Object> asking = new LinkedHashMap<>();
        asking.put("service", asker);
        asking.put("task", task.dispatch().task());
        asking.put("event", task.event());
        asking.put("occurrence", task.dispatch().occurrence());
        asking.put("deadline", task.deadline().toString());
        if (!waited.isEmpty()) {
            asking.put("waited", waited);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(stamp);
        all.put("asker", asking);
        return all;
    }

    private static Map<String, @Nullable Object> common(SequenceRow sequence, String kind) {
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("kind", kind);
        stamp.put("project", sequence.project());
        stamp.put("stage", sequence.stage());
        stamp.put("service", sequence.services());
        stamp.put("sequence", sequence.name());
        stamp.put("context", sequence.context());
        stamp.put("plan", sequence.plan());
        return stamp;
    }
}
