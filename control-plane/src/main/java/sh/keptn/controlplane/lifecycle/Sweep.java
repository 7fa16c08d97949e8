package sh.keptn.controlplane.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.rows.AlarmRow;
import sh.keptn.controlplane.rows.EffectRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;

/** Does what is due and nobody else has done: effects, followers of finished sequences, timeouts, ends of waits. */
public final class Sweep {

    private static final int BATCH = 200;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** How long a task service that could not say that it has started, because nobody was there, has for that at first. */
    private static final Duration TO_START = Duration.ofSeconds(5);

    private final Timeouts timeouts;
    private final Alarms alarms;
    private final Effects effects;
    private final DispatchSequence sequences;
    private final Store store;

    /** Until then no task service is too late to start. */
    private volatile Instant allMayStart = Instant.MIN;

    Sweep(Timeouts timeouts, Alarms alarms, Effects effects, DispatchSequence sequences, Store store) {
        this.timeouts = timeouts;
        this.alarms = alarms;
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
        Failures failures = new Failures();
        Set<String> missing = new HashSet<>();
        for (Item item : store.due(now, BATCH)) {
            if (!hasTime.getAsBoolean()) {
                break;
            }
            failures.in(() -> look(item, missing));
        }
        failures.report();
        return next(now);
    }

    private @Nullable Instant next(Instant now) {
        Instant due = store.due(now.plus(FOR_EVER), 1).stream()
                .findFirst()
                .map(Item::due)
                .orElse(null);
        return due == null || due.isAfter(now) || allMayStart.isBefore(now) ? due : allMayStart;
    }

    private void look(Item item, Set<String> missing) {
        if (item.key().partition().startsWith(EffectRow.PARTITION_PREFIX)) {
            // Its mark may be on its way to the disk.
            store.newest(item.key())
                    .map(Effects::decode)
                    .map(List::of)
                    .ifPresent(undone -> effects.run(undone, missing));
        } else if (item.key().sort().startsWith(TaskRow.PREFIX)) {
            timeouts.end(item.key(), allMayStart);
        } else if (AlarmRow.isAt(item.key())) {
            alarms.ring(item.key());
        } else {
            sequences.follow(sequenceOf(item.key()));
        }
    }

    /**
     * For a process that knows that it is the only one and has just started, before it takes anything new: does all undone
     * effects whenever they are due, and ends what became due while nobody was there. Returns when something is due next, null
     * if nothing ever is. What fails holds up nothing else, as in {@link #run}.
     */
    public @Nullable Instant resume(Instant now) {
        Failures failures = new Failures();
        Set<String> missing = new HashSet<>();
        // In the order in which they were decided, which is not that of their times where a clock was set back.
        store.due(now.plus(FOR_EVER), Integer.MAX_VALUE).stream()
                .filter(item -> item.key().partition().startsWith(EffectRow.PARTITION_PREFIX))
                .sorted(Comparator.comparing((Item item) -> item.key().partition())
                        .thenComparing(item -> item.key().sort()))
                .forEach(item -> failures.in(() -> effects.run(List.of(Effects.decode(item)), missing)));
        allMayStart = now.plus(TO_START);
        store.due(now, Integer.MAX_VALUE).forEach(item -> failures.in(() -> look(item, missing)));
        failures.report();
        return next(now);
    }

    private static String sequenceOf(Key key) {
        return key.partition().substring(SequenceRow.partition("").length());
    }

    /** What has failed while the rest went on. */
    private static final class Failures {
        private final List<RuntimeException> all = new ArrayList<>();

        void in(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                all.add(e);
            }
        }

        /** Throws the first with the others, if there are any. */
        void report() {
            if (!all.isEmpty()) {
                RuntimeException first = all.get(0);
                all.stream().skip(1).forEach(first::addSuppressed);
                throw first;
            }
        }
    }
}
