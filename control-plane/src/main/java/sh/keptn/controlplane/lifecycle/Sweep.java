package sh.keptn.controlplane.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.rows.EffectRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** Does what is due and nobody else has done: effects, followers of finished sequences, timeouts. */
public final class Sweep {

    private static final int BATCH = 200;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Decider decider;
    private final Effects effects;
    private final DispatchSequence sequences;
    private final Store store;

    Sweep(Decider decider, Effects effects, DispatchSequence sequences, Store store) {
        this.decider = decider;
        this.effects = effects;
        this.sequences = sequences;
        this.store = store;
    }

    /**
     * Looks at everything that is due at the instant; returns when something is due next, null if nothing ever is. What
     * fails holds up nothing else; it is thrown at the end and stays due.
     *
     * @param hasTime asked before each look; what there is no time for stays due
     */
    public @Nullable Instant run(Instant now, BooleanSupplier hasTime) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Item item : store.due(now, BATCH)) {
            if (!hasTime.getAsBoolean()) {
                break;
            }
            try {
                look(item);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return store.due(now.plus(FOR_EVER), 1).stream()
                .findFirst()
                .map(Item::due)
                .orElse(null);
    }

    private void look(Item item) {
        if (item.key().partition().startsWith(EffectRow.PARTITION_PREFIX)) {
            // Its mark may be on its way to the disk.
            store.newest(item.key()).map(Effects::decode).map(List::of).ifPresent(effects::run);
        } else if (item.key().sort().startsWith(TaskRow.PREFIX)) {
            timeOut(item.key());
        } else {
            sequences.follow(sequenceOf(item.key()));
        }
    }

    /** Does all undone effects whenever they are due: for a process that knows that it is the only one and has just started. */
    public void resume(Instant now) {
        // In the order in which they were decided, which is not that of their times where a clock was set back.
        store.due(now.plus(FOR_EVER), Integer.MAX_VALUE).stream()
                .filter(item -> item.key().partition().startsWith(EffectRow.PARTITION_PREFIX))
                .sorted(Comparator.comparing((Item item) -> item.key().partition())
                        .thenComparing(item -> item.key().sort()))
                .forEach(item -> effects.run(List.of(Effects.decode(item))));
    }

    private void timeOut(Key key) {
        decider.decide(work -> {
            work.read(TaskRow.TABLE, key).filter(TaskRow::isOpen).ifPresent(task -> timeOut(work, task));
            return key;
        });
    }

    private static void timeOut(UnitOfWork work, TaskRow task) {
        boolean late = !work.now().isBefore(task.giveUpAt());
        boolean idle = !work.now().isBefore(task.startBy())
                && (task.expected().isEmpty() || !task.notStarted().isEmpty());
        if (late || idle) {
            SequenceRow sequence = work.read(
                            SequenceRow.TABLE, SequenceRow.key(task.dispatch().sequence()))
                    .orElseThrow(() -> new IllegalStateException("task without sequence: " + task.dispatch()));
            Tasks.giveUp(work, sequence, task, late ? tooLate(task) : notStarted(task), Tasks.TIMED_OUT);
        }
    }

    private static String tooLate(TaskRow task) {
        return "`" + task.dispatch().task() + "` had not finished when its time was over";
    }

    private static String notStarted(TaskRow task) {
        String who = task.expected().isEmpty()
                ? "no task service of the uniform handles `" + task.dispatch().task() + "`, and nobody else has"
                : "task service " + String.join(", ", task.notStarted()) + " has not";
        return who + " started `" + task.dispatch().task() + "` within " + DispatchTask.START_WITHIN.toMinutes()
                + " minutes";
    }

    private static String sequenceOf(Key key) {
        return key.partition().substring(SequenceRow.partition("").length());
    }
}
