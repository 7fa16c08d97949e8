package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.translator.shipyard.Companion;

/**
 * Continues sequences that failed or were aborted, at the task at which they ended. What has passed is not done again, unless a
 * rollback has taken it back. What followed from the failure stays as it is and is not continued with it.
 */
public final class RedriveSequences {

    private final Decider decider;
    private final ContextReader contexts;
    private final String howToLetItEnd;

    /** @param howToLetItEnd what somebody has to do so that what runs now comes to its end */
    RedriveSequences(Decider decider, Store store, String howToLetItEnd) {
        this.decider = decider;
        this.contexts = new ContextReader(store);
        this.howToLetItEnd = howToLetItEnd;
    }

    /**
     * What became of the wish.
     *
     * @param continued the sequences that go on, {@code <stage>.<sequence>}
     * @param refusals for each one that has ended badly and cannot go on, why, in a sentence
     */
    public record Redriven(List<String> continued, List<String> refusals) {
        public Redriven {
            continued = List.copyOf(continued);
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Continues what has ended badly in a context.
     *
     * @param stage only this stage's sequences, null for all
     */
    public Redriven redrive(String project, String context, @Nullable String stage) {
        List<SequenceRow> all = contexts.sequences(project, context);
        Lineage lineage = contexts.lineage(all);
        List<SequenceRow> bad = all.stream()
                .filter(row -> stage == null || row.stage().equals(stage))
                .filter(row -> row.companionOf() == null && contexts.hasEndedBadly(row) && !lineage.isSuperseded(row))
                .toList();
        List<String> continued = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (SequenceRow row : bad) {
            if (lineage.before(row).stream().noneMatch(bad::contains)) {
                String refusal = decider.decide(work -> redrive(work, row.id()));
                if (refusal.isEmpty()) {
                    continued.add(name(row));
                } else {
                    refusals.add(refusal);
                }
            }
        }
        return new Redriven(continued, refusals);
    }

    /** Returns why it cannot go on, empty if it does. Whatever starts or ends meanwhile changes the row of the context. */
    private String redrive(UnitOfWork work, String id) {
        SequenceRow sequence = work.read(SequenceRow.TABLE, SequenceRow.key(id)).orElseThrow();
        ContextRow context = work.context(sequence.project(), sequence.context());
        contexts.settle();
        List<SequenceRow> all = contexts.sequences(sequence.project(), sequence.context());
        Lineage lineage = contexts.lineage(all);
        Predicate<SequenceRow> after = row -> lineage.before(row).contains(sequence) && !lineage.isSuperseded(row);
        Optional<SequenceRow> inTheWay = all.stream()
                .filter(after)
                .filter(row -> row.stage().equals(sequence.stage()) && row.phase() != SequenceRow.Phase.FINISHED)
                .findFirst();
        if (sequence.phase() != SequenceRow.Phase.FINISHED) {
            return name(sequence) + " runs again already";
        } else if (sequence.machine().isEmpty()) {
            return name(sequence) + " never started: "
                    + contexts.outcome(sequence).map(Outcome::message).orElse("it cannot run");
        } else if (inTheWay.isPresent()) {
            return what(inTheWay.get()) + ", which follows from the end of " + name(sequence)
                    + ", has not ended yet; " + howToLetItEnd
                    + (cleansUp(inTheWay.get(), all) ? "" : ", or abort it");
        }
        boolean rolledBack = all.stream().filter(after).anyMatch(row -> isRollbackOf(row, sequence));
        if (sequence.followers() == null) {
            // Otherwise it counts as open still, and what would have followed its failure does not any more.
            context = context.withRun();
        }
        work.write(ContextRow.TABLE, context);
        SequenceRow again =
                sequence.redriven(kept(work, sequence, rolledBack), rolledBack ? null : sequence.execution());
        work.write(SequenceRow.TABLE, again);
        Queues.enter(work, again);
        return "";
    }

    /** Whether it is a companion of what was aborted, which nothing ends but itself. */
    private static boolean cleansUp(SequenceRow row, List<SequenceRow> all) {
        SequenceRow.CompanionOf companion = row.companionOf();
        return companion != null
                && all.stream().anyMatch(main -> main.id().equals(companion.sequence()) && main.aborting());
    }

    private static boolean isRollbackOf(SequenceRow row, SequenceRow sequence) {
        SequenceRow.CompanionOf companion = row.companionOf();
        return companion != null
                && companion.sequence().equals(sequence.id())
                && companion.name().equals(Companion.ROLLBACK.key());
    }

    private static String what(SequenceRow row) {
        SequenceRow.CompanionOf companion = row.companionOf();
        return companion == null ? name(row) : companion.name() + " of " + name(row);
    }

    private static String name(SequenceRow row) {
        return row.stage() + "." + row.name();
    }

    /** The tasks that have passed, without those that were rolled back and what came after them in their branch. */
    private static List<DoneTask> kept(UnitOfWork work, SequenceRow sequence, boolean rolledBack) {
        List<DoneTask> kept = new ArrayList<>();
        TaskPlace undone = null;
        for (DoneTask done : sequence.done()) {
            if (undone == null && rolledBack && done.place().progress() == TaskPlace.Progress.LOOP) {
                undone = done.place();
            }
            boolean passed = work.read(TaskRow.TABLE, TaskRow.key(sequence.id(), done.state(), done.turn()))
                    .filter(Tasks::goesOn)
                    .isPresent();
            if (passed && (undone == null || isInAnotherBranch(done.place(), undone))) {
                kept.add(done);
            }
        }
        return kept;
    }

    private static boolean isInAnotherBranch(TaskPlace place, TaskPlace other) {
        return place.parallel() != 0 && place.parallel() == other.parallel() && place.branch() != other.branch();
    }
}
