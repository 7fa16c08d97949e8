package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.MachineGoneException;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.EffectRow;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Does effects and marks them done. An effect that throws stays, and everything after it. */
final class Effects {

    private static final int MARKED_AT_ONCE = 100;

    /** A version that was just published is not known everywhere at once: it counts as gone when it has been missed for so long. */
    private static final Duration MISSED = Duration.ofMinutes(5);

    private final Store store;
    private final Clock clock;
    private final EventLog log;
    private final EventBus bus;
    private final StateMachines machines;
    private final Supplier<Queueing> queueing;

    /** @param queueing does the effects that are decisions, which have effects themselves */
    Effects(Store store, EventBus bus, StateMachines machines, Supplier<Queueing> queueing, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.log = new EventLog(store);
        this.bus = bus;
        this.machines = machines;
        this.queueing = queueing;
    }

    static EffectRow decode(Item item) {
        return EffectRow.decode(item.json());
    }

    /** Does the effects in order. */
    void run(List<EffectRow> rows) {
        run(rows, new HashSet<>());
    }

    /**
     * The same for one who does many.
     *
     * @param missing machines that are not known for the time being; what starts of them is left for the next time, and they come to it
     */
    void run(List<EffectRow> rows, Set<String> missing) {
        List<Write> done = new ArrayList<>();
        try {
            for (EffectRow row : rows) {
                if (execute(row, missing)) {
                    done.add(new Write.Delete(row.key(), 1));
                }
            }
        } finally {
            marked(done);
        }
    }

    private void marked(List<Write> done) {
        for (int from = 0; from < done.size(); from += MARKED_AT_ONCE) {
            List<Write> some = done.subList(from, Math.min(from + MARKED_AT_ONCE, done.size()));
            // Nobody waits for a mark: an effect whose mark is lost is done again, which is harmless.
            if (!store.transactSoon(some)) {
                // Somebody else did one of them too and has marked it.
                some.forEach(write -> store.transactSoon(List.of(write)));
            }
        }
    }

    private String start(String machine, String name, String sequence) {
        return machines.start(machine, name, Json.write(Map.of("sequence", sequence)));
    }

    /** Starting is what tells the reference of an execution that runs, and keeps one that does not from doing so later. */
    private void stop(String project, Effect.StopExecution stop) {
        String known = stop.execution();
        if (known == null && isDeleted(project)) {
            return; // whoever deletes the project stops what runs of it
        }
        try {
            machines.stop(
                    known == null ? start(stop.machine(), stop.name(), stop.sequence()) : known,
                    stop.error(),
                    stop.cause());
        } catch (MachineGoneException e) {
            return; // nothing starts of it later either
        }
    }

    /** Starts what a sequence runs as; one whose machine stays gone ends. Returns whether that is settled. */
    private boolean begin(EffectRow row, String machine, String name, String sequence, Set<String> missing) {
        boolean isEarly = clock.instant().isBefore(row.sweep().plus(MISSED));
        if (!isToRunAs(sequence, name)) {
            return true;
        } else if (isEarly && missing.contains(machine)) {
            return false;
        }
        try {
            start(machine, name, sequence);
        } catch (MachineGoneException e) {
            if (isEarly) {
                missing.add(machine);
                return false;
            }
            queueing.get().lose(sequence, name, String.valueOf(e.getMessage()));
        }
        return true;
    }

    /** Not if the sequence has ended, or begun anew, while its machine was missing. */
    private boolean isToRunAs(String sequence, String name) {
        return store.newest(SequenceRow.key(sequence))
                .map(item -> SequenceRow.TABLE.decode().apply(item.json()))
                .filter(row -> row.phase() == SequenceRow.Phase.STARTED)
                .filter(row -> Sequences.executionName(row).equals(name))
                .isPresent();
    }

    /** Whether a sequence may start; in a project that was deleted since this was decided it ends instead. */
    private boolean mayStart(EffectRow row, String sequence) {
        if (isDeleted(row.project())) {
            queueing.get().abandon(sequence);
            return false;
        }
        return true;
    }

    private boolean isDeleted(String project) {
        return store.newest(Plans.activeKey(project)).isEmpty();
    }

    /** Returns whether it was done; what was not is tried again by the sweep. */
    private boolean execute(EffectRow row, Set<String> missing) {
        Effect effect = row.effect();
        if (effect instanceof Effect.StartExecution start) {
            return !mayStart(row, start.sequence())
                    || begin(row, start.machine(), start.name(), start.sequence(), missing);
        } else if (effect instanceof Effect.RedriveExecution redrive) {
            return !mayStart(row, redrive.sequence())
                    || machines.redrive(redrive.execution(), redrive.name())
                    || begin(row, redrive.machine(), redrive.name(), redrive.sequence(), missing);
        }
        execute(row, effect);
        return true;
    }

    private void execute(EffectRow row, Effect effect) {
        if (effect instanceof Effect.PutEvent put) {
            KeptnEvent event = log.newest(row.project(), row.context(), put.event());
            if (event == null) {
                throw new IllegalStateException("effect of an event that is not in the log: " + row);
            }
            bus.put(BusEvent.of(event, put.stamp()));
        } else if (effect instanceof Effect.SucceedToken succeed) {
            machines.succeed(succeed.token(), Json.write(succeed.output()));
        } else if (effect instanceof Effect.FailToken fail) {
            machines.fail(fail.token(), fail.error(), fail.cause());
        } else if (effect instanceof Effect.StopExecution stop) {
            stop(row.project(), stop);
        } else if (effect instanceof Effect.Schedule schedule) {
            queueing.get().schedule(row.project(), schedule.stage());
        } else if (effect instanceof Effect.Replace replace) {
            queueing.get().replace(replace.sequence(), replace.ticket());
        } else if (effect instanceof Effect.Settle) {
            queueing.get().settle(row.project(), row.context());
        }
    }
}
