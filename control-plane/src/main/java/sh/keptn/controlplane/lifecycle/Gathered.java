package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Merge;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.controlplane.payload.Payload.FinishedTask;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Composes what a sequence has gathered from the events in the log. */
final class Gathered {

    private Gathered() {}

    /** The payload of the sequence after the tasks that its row counts as done. */
    static Map<String, @Nullable Object> of(UnitOfWork work, SequenceRow sequence) {
        List<FinishedTask> finished = new ArrayList<>();
        for (SequenceRow.DoneTask task : sequence.done()) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            for (Long number : task.events()) {
                data = Merge.maps(
                        data,
                        work.event(sequence.project(), sequence.context(), number)
                                .data());
            }
            finished.add(new FinishedTask(data, task.outcome()));
        }
        Map<String, @Nullable Object> trigger = work.event(
                        sequence.project(), sequence.context(), sequence.triggerEvent())
                .data();
        return Payload.gathered(
                trigger, new Payload.Scope(sequence.project(), sequence.stage(), sequence.service()), finished);
    }
}
