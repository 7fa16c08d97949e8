package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.Json;
import sh.keptn.translator.shipyard.Companion;

/**
 * Continues sequences that failed or were aborted, at the task at which they ended. What has passed is not done again, unless a
 * rollback has taken it back.
 */
public final class RedriveSequences {

    private final Decider decider;
    private final Store store;

    RedriveSequences(Decider decider, Store store) {
        this.decider = decider;
        this.store = store;
    }

    /**
     * Continues what has ended badly in a context.
     *
     * @param stage only this stage's sequences, null for all
     * @return the names of the sequences that are continued, {@code <stage>.<sequence>}
     */
    public List<String> redrive(String project, String context, @Nullable String stage) {
        List<String> redriven = new ArrayList<>();
        for (String id : sequences(project, context)) {
            Optional<SequenceRow> row = decider.decide(work -> work.read(SequenceRow.TABLE, SequenceRow.key(id))
                    .filter(found -> stage == null || found.stage().equals(stage))
                    .filter(found -> hasEndedBadly(work, found))
                    .flatMap(found -> redrive(work, found)));
            row.ifPresent(found -> redriven.add(found.stage() + "." + found.name()));
        }
        return redriven;
    }

    private List<String> sequences(String project, String context) {
        return store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(Json.parseObject(item.body())).sequence())
                .toList();
    }

    private static boolean hasEndedBadly(UnitOfWork work, SequenceRow sequence) {
        if (sequence.companionOf() != null
                || sequence.phase() != SequenceRow.Phase.FINISHED
                || sequence.machine().isEmpty()) {
            return false;
        }
        Outcome outcome = Outcome.of(work.event(sequence.project(), sequence.context(), sequence.finishedEvent())
                .data());
        return !outcome.continues() || outcome.status().equals(Outcome.ABORTED);
    }

    /** Empty where something that belongs to it still runs. */
    private Optional<SequenceRow> redrive(UnitOfWork work, SequenceRow sequence) {
        ContextRow context = work.context(sequence.project(), sequence.context());
        List<SequenceRow> companions = sequences(sequence.project(), sequence.context()).stream()
                .flatMap(id -> work.read(SequenceRow.TABLE, SequenceRow.key(id)).stream())
                .filter(row -> row.companionOf() != null
                        && row.companionOf().sequence().equals(sequence.id())
                        && row.redrive() == sequence.redrive())
                .toList();
        if (companions.stream().anyMatch(row -> row.phase() != SequenceRow.Phase.FINISHED)) {
            return Optional.empty();
        }
        boolean rolledBack = companions.stream()
                .anyMatch(row ->
                        row.companionOf() != null && row.companionOf().name().equals(Companion.ROLLBACK.key()));
        if (sequence.followers() == null) {
            // Otherwise it counts as open still, and what would have followed its failure does not any more.
            context = context.withRun();
        }
        work.write(ContextRow.TABLE, context);
        SequenceRow again =
                sequence.redriven(kept(work, sequence, rolledBack), rolledBack ? null : sequence.execution());
        work.write(SequenceRow.TABLE, again);
        Sequences.enter(work, again);
        return Optional.of(again);
    }

    /** The tasks that have passed, without those that were rolled back and what came after them. */
    private static List<DoneTask> kept(UnitOfWork work, SequenceRow sequence, boolean rolledBack) {
        List<DoneTask> kept = new ArrayList<>();
        for (DoneTask done : sequence.done()) {
            if (rolledBack && done.place().progress() == TaskPlace.Progress.LOOP) {
                break;
            }
            work.read(TaskRow.TABLE, TaskRow.key(sequence.id(), done.state(), done.turn()))
                    .filter(Tasks::goesOn)
                    .ifPresent(task -> kept.add(done));
        }
        return kept;
    }
}
