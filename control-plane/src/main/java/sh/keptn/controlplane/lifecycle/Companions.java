package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.translator.shipyard.Companion;

/** The machines that run after a sequence, one after the other, before its leases are handed on. */
final class Companions {

    private Companions() {}

    /** Which ones run after a sequence that ends like this, in order. */
    static List<String> due(UnitOfWork work, SequenceRow sequence, Ending ending) {
        List<String> due = new ArrayList<>();
        Map<String, String> known = sequence.companions();
        if (sequence.phase() != SequenceRow.Phase.STARTED || !ending.isFinal()) {
            return due;
        }
        boolean failed = !ending.isGood();
        if (failed && known.containsKey(Companion.ROLLBACK.key()) && hasRolledOut(work, sequence)) {
            due.add(Companion.ROLLBACK.key());
        }
        if (failed && known.containsKey(Companion.ON_FAILURE.key())) {
            due.add(Companion.ON_FAILURE.key());
        }
        if (known.containsKey(Companion.FINALLY.key())) {
            due.add(Companion.FINALLY.key());
        }
        return due;
    }

    /** Starts the first of those that are due. */
    static void start(UnitOfWork work, SequenceRow after, List<String> due) {
        String id = Ids.of("companion", after.id(), due.get(0), String.valueOf(after.redrive()));
        SequenceRow companion = Queues.withoutTicket(work, after).companion(id, due.get(0), due.subList(1, due.size()));
        work.write(SequenceRow.TABLE, companion);
        work.write(SequenceRef.TABLE, new SequenceRef(after.project(), after.context(), id));
        work.write(
                ContextRow.TABLE, work.context(after.project(), after.context()).withRun());
        work.effect(
                after.project(),
                after.context(),
                new Effect.StartExecution(companion.machine(), Sequences.executionName(companion), id));
    }

    /** Whether a task whose work a rollback takes back was asked to do it. */
    private static boolean hasRolledOut(UnitOfWork work, SequenceRow sequence) {
        return !work.find(
                        TaskRow.TABLE,
                        SequenceRow.partition(sequence.id()),
                        TaskRow.PREFIX,
                        task -> task.dispatch().place().progress() == TaskPlace.Progress.LOOP
                                && !task.dispatch().continueOnFail())
                .isEmpty();
    }
}
