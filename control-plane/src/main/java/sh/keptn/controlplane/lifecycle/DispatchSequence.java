package sh.keptn.controlplane.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.queue.StageQueue;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** Starts sequences: the one that somebody asks for, and those that follow a finished one. */
public final class DispatchSequence {

    /** A context with more sequences is a loop of events, not a delivery. */
    private static final int SEQUENCE_LIMIT = 50;

    private final Decider decider;
    private final Plans plans;
    private final Map<String, EventPatterns> patterns = new ConcurrentHashMap<>();

    DispatchSequence(Decider decider, Plans plans) {
        this.decider = decider;
        this.plans = plans;
    }

    /**
     * Starts a sequence, or queues it up. The same trigger again changes nothing. One that cannot run is finished at once
     * as errored, and nothing follows it.
     *
     * @throws IllegalArgumentException if the project has no plan, or the event that asks is larger than one may be
     */
    public void trigger(Trigger trigger) {
        ActivePlan plan = plans.active(trigger.project())
                .orElseThrow(() -> new IllegalArgumentException("no project `" + trigger.project() + "`"));
        start(trigger, plan, null);
    }

    /** Starts the sequences that follow a finished one; {@code finished} is its {@code sequence.finished} on the bus. */
    public void follow(BusEvent finished) {
        if (finished.stamp().get("id") instanceof String sequence) {
            follow(sequence, finished);
        }
    }

    /** The same for the sweep, where the bus has lost the event. */
    void follow(String id) {
        decider.<Optional<BusEvent>>decide(work -> work.read(SequenceRow.TABLE, SequenceRow.key(id))
                        .filter(row -> row.followers() != null)
                        .map(row -> finishedEvent(work, row)))
                .ifPresent(event -> follow(id, event));
    }

    private void follow(String id, BusEvent finished) {
        String event = finished.event().id();
        Optional<Following> following =
                decider.decide(work -> toBeFollowed(work, id, event).map(row -> following(work, row, finished)));
        if (following.isEmpty()) {
            return;
        }
        Following found = following.get();
        found.plan().ifPresent(plan -> found.triggers().forEach(trigger -> start(trigger, plan, new After(id, event))));
        decider.decide(work -> {
            toBeFollowed(work, id, event).ifPresent(row -> Sequences.followed(work, row));
            return id;
        });
    }

    /** What follows; nothing where the project was deleted meanwhile. */
    private record Following(Optional<ActivePlan> plan, List<Trigger> triggers) {}

    /** What a sequence follows: the event with which another one has ended. */
    private record After(String sequence, String event) {}

    /** The sequence that has ended with the event, if something may follow: not if it runs again, or has ended anew. */
    private static Optional<SequenceRow> toBeFollowed(UnitOfWork work, String id, String event) {
        return work.read(SequenceRow.TABLE, SequenceRow.key(id))
                .filter(row -> row.followers() != null)
                .filter(row -> work.event(row.project(), row.context(), row.finishedEvent())
                        .id()
                        .equals(event));
    }

    /** What follows; each sequence once, even where two of its triggers match. */
    private Following following(UnitOfWork work, SequenceRow row, BusEvent finished) {
        Optional<ActivePlan> plan =
                Sequences.isDeleted(work, row.project()) ? Optional.empty() : plans.find(row.project(), row.plan());
        return new Following(
                plan, plan.map(known -> triggers(work, row, finished, known)).orElse(List.of()));
    }

    private List<Trigger> triggers(UnitOfWork work, SequenceRow row, BusEvent finished, ActivePlan plan) {
        List<String> matching = patterns.computeIfAbsent(plan.version(), version -> patterns(plan))
                .matching(finished);
        String event = finished.event().id();
        return plan.triggers().stream()
                .filter(rule -> matching.contains(rule.name()))
                .map(ActivePlan.Trigger::target)
                .distinct()
                .map(target -> following(work, row, event, target))
                .toList();
    }

    private static EventPatterns patterns(ActivePlan plan) {
        Map<String, String> byName = new TreeMap<>();
        plan.triggers().forEach(rule -> byName.put(rule.name(), rule.pattern()));
        return EventPatterns.of(byName);
    }

    private static Trigger following(UnitOfWork work, SequenceRow row, String event, ActivePlan.Target target) {
        return new Trigger(
                Sequences.triggerId(event, target.stage(), target.sequence()),
                KeptnEvent.CONTROL_PLANE,
                row.project(),
                target.stage(),
                target.sequence(),
                row.services(),
                row.context(),
                Gathered.of(work, row),
                row.gitCommitId());
    }

    private static BusEvent finishedEvent(UnitOfWork work, SequenceRow row) {
        KeptnEvent event = work.event(row.project(), row.context(), row.finishedEvent());
        String phase = EventType.parse(event.type()).orElseThrow().phase();
        return BusEvent.of(event, Stamps.ended(row, new Ending(phase, Outcome.of(event.data()), true)));
    }

    /**
     * Starts it once. Whoever asks says the id of his event, and could know that of a follower before it starts: neither takes the
     * place of the other, nor of what somebody else asks for by the same id (CloudEvents, 3.1.1: source and id together are unique).
     *
     * @param after what it follows, null if it follows nothing; once that is followed, nothing starts
     */
    private void start(Trigger trigger, ActivePlan plan, @Nullable After after) {
        String id = after == null
                ? Ids.of("asked-sequence", trigger.project(), trigger.source(), trigger.id())
                : Sequences.followerId(trigger.project(), trigger.id());
        boolean isNew = decider.decide(work -> {
            if (work.read(SequenceRow.TABLE, SequenceRow.key(id)).isPresent()) {
                return false;
            }
            KeptnEvent event = event(work, trigger);
            if (after == null) {
                begin(work, trigger, plan, id, small(event));
            } else {
                toBeFollowed(work, after.sequence(), after.event())
                        .ifPresent(
                                before -> begin(work, trigger, plan, id, References.forFollower(work, event, before)));
            }
            return true;
        });
        if (!isNew) {
            decider.resume(trigger.project(), trigger.context());
        }
    }

    private static KeptnEvent small(KeptnEvent event) {
        if (event.isLargerThan(ReceiveEvent.SIZE_LIMIT)) {
            throw new IllegalArgumentException("the event that asks for the sequence has " + event.size()
                    + " bytes; it may have " + ReceiveEvent.SIZE_LIMIT);
        }
        return event;
    }

    private static void begin(UnitOfWork work, Trigger trigger, ActivePlan plan, String id, KeptnEvent event) {
        ContextRow context = work.context(trigger.project(), trigger.context());
        String refusal = refusal(trigger, plan, context);
        work.write(ContextRow.TABLE, context.withSequence());
        long number = work.append(trigger.project(), event);
        SequenceRow sequence = new SequenceRow(
                id,
                trigger.project(),
                trigger.stage(),
                trigger.sequence(),
                trigger.services(),
                trigger.context(),
                plan.version(),
                plan.machine(trigger.stage(), trigger.sequence()).orElse(""),
                plan.companions(trigger.stage(), trigger.sequence()),
                null,
                List.of(),
                number,
                SequenceRow.Phase.WAITING,
                plan.place(trigger.stage(), trigger.sequence()),
                List.of(),
                null,
                0,
                0,
                false,
                0,
                null,
                trigger.gitCommitId());
        work.write(SequenceRow.TABLE, sequence);
        work.write(SequenceRef.TABLE, new SequenceRef(trigger.project(), trigger.context(), id));
        Sequences.put(work, sequence, number, Stamps.sequence(sequence, EventType.TRIGGERED));
        if (refusal == null) {
            Queues.enter(work, sequence);
        } else {
            Sequences.complete(work, sequence, Ending.stopped(Outcome.errored(refusal)));
        }
    }

    /** Why a sequence cannot run, null if it can. */
    private static @Nullable String refusal(Trigger trigger, ActivePlan plan, ContextRow context) {
        if (context.sequences() >= SEQUENCE_LIMIT) {
            return "more than " + SEQUENCE_LIMIT
                    + " sequences in one context: the triggers of the shipyard form a loop";
        }
        return StageQueue.EMPTY.hasRoom(trigger.services())
                ? plan.refusal(trigger.stage(), trigger.sequence())
                : trigger.services().size()
                        + " services are more than a stage can deliver at once; release them in parts";
    }

    private static KeptnEvent event(UnitOfWork work, Trigger trigger) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(trigger.data());
        data.put("project", trigger.project());
        data.put("stage", trigger.stage());
        data.put("service", String.join(",", trigger.services()));
        return new KeptnEvent(
                trigger.id(),
                trigger.source(),
                new EventType.Sequence(trigger.stage(), trigger.sequence(), EventType.TRIGGERED).text(),
                work.now(),
                trigger.context(),
                null,
                trigger.gitCommitId(),
                data);
    }
}
