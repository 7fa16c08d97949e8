package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Merge;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.controlplane.payload.Payload.FinishedTask;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.DoneTasks;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Composes what a sequence has gathered from the events in the log. */
final class Gathered {

    private Gathered() {}

    /** The payload of the sequence after the tasks that its row counts as done. */
    static Map<String, @Nullable Object> of(UnitOfWork work, SequenceRow sequence) {
        return of(work, sequence, ended(work, sequence).orElse(null), DoneTasks.of(sequence));
    }

    /**
     * The payload of the event that asks for a task: of what others have gathered in a parallel block it sees only its branch.
     *
     * @param ended see {@link #ended}
     */
    static Map<String, @Nullable Object> forTask(
            UnitOfWork work, SequenceRow sequence, @Nullable SequenceRow ended, TaskCall call) {
        Map<String, @Nullable Object> gathered = of(work, sequence, ended, DoneTasks.seenBy(sequence, call.place()));
        return call.place().progress() == TaskPlace.Progress.NONE
                ? Payload.forTask(gathered, call.task(), call.properties())
                : Payload.forIteration(gathered, call.task(), call.properties());
    }

    /** The sequence that another one is the companion of, empty if it is none. */
    static Optional<SequenceRow> ended(UnitOfWork work, SequenceRow sequence) {
        return Optional.ofNullable(sequence.companionOf())
                .map(companion -> work.read(SequenceRow.TABLE, SequenceRow.key(companion.sequence()))
                        .orElseThrow(() -> new IllegalStateException("companion of no sequence: " + companion)));
    }

    private static Map<String, @Nullable Object> of(
            UnitOfWork work, SequenceRow sequence, @Nullable SequenceRow ended, DoneTasks done) {
        List<FinishedTask> finished = new ArrayList<>();
        for (DoneTask task : done.tasks()) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            for (Long number : task.events()) {
                data = Merge.maps(
                        data,
                        work.event(sequence.project(), sequence.context(), number)
                                .data());
            }
            finished.add(new FinishedTask(task.task(), data, step(task)));
        }
        return Payload.gathered(
                before(work, sequence, ended),
                new Payload.Scope(sequence.project(), sequence.stage(), sequence.service()),
                finished,
                done.outcome().orElse(null));
    }

    /** What the first task gets: the trigger's data, or for a companion all that its sequence has gathered. */
    private static Map<String, @Nullable Object> before(
            UnitOfWork work, SequenceRow sequence, @Nullable SequenceRow ended) {
        if (ended == null) {
            return References.data(work, sequence.project(), sequence.context(), sequence.triggerEvent());
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(of(work, ended, null, DoneTasks.of(ended)));
        Map<String, @Nullable Object> finished = work.event(ended.project(), ended.context(), ended.finishedEvent())
                .data();
        for (String key : List.of("result", "status")) {
            data.put(key, finished.get(key));
        }
        return data;
    }

    private static Payload.Step step(DoneTask task) {
        if (task.place().progress() == TaskPlace.Progress.NONE) {
            return Payload.Step.NOT_COUNTED;
        }
        return task.progressed() ? Payload.Step.PROGRESS : Payload.Step.LAST;
    }
}
