package sh.keptn.controlplane.lifecycle;

import java.util.Optional;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.controlplane.queue.StageQueue;
import sh.keptn.controlplane.queue.Ticket;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.StageRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TicketRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.translator.shipyard.QueueSettings;

/**
 * The steps by which sequences wait for their stage, take it and give it back. Each belongs to one decision and works on the
 * rows as that decision has written them so far.
 */
final class Queues {

    /** How many start within a decision about something else; the rest follows in decisions of their own. */
    private static final int AT_ONCE = 1;

    private Queues() {}

    /** A sequence wants to run: it starts, or waits with a ticket. */
    static void enter(UnitOfWork work, SequenceRow sequence) {
        StageQueue queue = queue(work, sequence);
        long number = queue.nextTicket();
        SequenceRow drawn = sequence.placed(sequence.place().waiting(number));
        work.write(SequenceRow.TABLE, drawn);
        if (!isPaused(work, sequence) && queue.admits(sequence.context(), sequence.services())) {
            put(work, drawn, queue.drawn().take(sequence.context(), sequence.services()));
            startAlone(work, drawn);
        } else {
            queueUp(work, drawn);
        }
        boolean replaces = sequence.place().settings().queue() == QueueSettings.Order.NEWEST;
        if (replaces && sequence.redrive() == 0) {
            work.effect(sequence.project(), sequence.context(), new Effect.Replace(sequence.id(), number));
        }
    }

    /** A sequence needs its stage no more: its leases or its ticket go to the next one. */
    static void leave(UnitOfWork work, SequenceRow sequence) {
        StageQueue queue = queue(work, sequence);
        switch (sequence.place().lease()) {
            case WAITING -> put(work, sequence, withoutTicket(work, sequence, queue));
            case HELD -> put(work, sequence, queue.leave(sequence.context(), sequence.services()));
            case AWAY -> {
                return;
            }
        }
        hand(work, sequence, 0);
    }

    /** A sequence gives its leases away for a while, if the stage is to be free meanwhile. */
    static void giveAway(UnitOfWork work, String id) {
        SequenceRow sequence = row(work, id);
        if (sequence.place().lease() == StagePlace.Lease.HELD
                && sequence.place().isFree()) {
            work.write(SequenceRow.TABLE, sequence.placed(sequence.place().with(StagePlace.Lease.AWAY)));
            leave(work, sequence);
        }
    }

    /** The same because of a task that now waits for a person or has ended: unless another one of its sequence runs. */
    static void rest(UnitOfWork work, TaskRow task) {
        SequenceRow sequence = row(work, task.dispatch().sequence());
        if (sequence.place().lease() == StagePlace.Lease.HELD
                && sequence.place().isFree()
                && Rest.begins(work, task, Tasks.open(work, sequence))) {
            giveAway(work, sequence.id());
        }
    }

    /**
     * A sequence that has begun wants to go on.
     *
     * @return whether it has its stage; otherwise it waits for it, and its held tasks are asked for when its turn comes
     */
    static boolean regain(UnitOfWork work, String id) {
        SequenceRow sequence = row(work, id);
        StageQueue queue = queue(work, sequence);
        boolean isAway = sequence.place().lease() == StagePlace.Lease.AWAY;
        if (sequence.place().lease() == StagePlace.Lease.HELD) {
            return true;
        }
        if (isAway && queue.admits(sequence.context(), sequence.services())) {
            takeAgain(work, sequence, queue);
            return true;
        }
        if (!isAway && queue.areHeldBy(sequence.context(), sequence.services())) {
            takeAgain(work, sequence, withoutTicket(work, sequence, queue));
            return true;
        }
        if (isAway) {
            SequenceRow drawn = sequence.placed(sequence.place().waiting(queue.nextTicket()));
            work.write(SequenceRow.TABLE, drawn);
            queueUp(work, drawn);
        }
        return false;
    }

    /** A sequence takes its stage back if it is free, and does not wait otherwise. */
    static void regainIfFree(UnitOfWork work, SequenceRow sequence) {
        StageQueue queue = queue(work, sequence);
        if (queue.admits(sequence.context(), sequence.services())) {
            takeAgain(work, sequence, queue);
        }
    }

    /** A sequence that waits to start does so beside the others of its context where they have all that it needs. */
    static void startBeside(UnitOfWork work, SequenceRow sequence) {
        StageQueue queue = queue(work, sequence);
        if (queue.areHeldBy(sequence.context(), sequence.services())) {
            put(work, sequence, withoutTicket(work, sequence, queue).take(sequence.context(), sequence.services()));
            startAlone(work, sequence);
        }
    }

    /** A ticket keeps its place while its context is paused; later ones are served meanwhile. */
    static void pauseTicket(UnitOfWork work, SequenceRow sequence, boolean isPaused) {
        Optional<Ticket> found =
                ticket(work, sequence).map(TicketRow::ticket).filter(ticket -> ticket.paused() != isPaused);
        if (found.isPresent()) {
            Ticket ticket = found.get().paused(isPaused);
            StageQueue queue = queue(work, sequence);
            if (!isPaused && !queue.isOutside(ticket) && !queue.hasRoom(ticket.services())) {
                drawAgain(work, sequence);
                return;
            }
            work.write(TicketRow.TABLE, new TicketRow(sequence.project(), sequence.stage(), ticket));
            put(work, sequence, isPaused ? queue.without(ticket) : queue.with(ticket));
            hand(work, sequence, isPaused ? 0 : ticket.number());
        }
    }

    /**
     * Lets those start whose turn it is.
     *
     * @param limit how many in this decision
     * @param reach a ticket that is looked at in any case, see {@link StageQueue#schedule}
     * @return false where more could start
     */
    static boolean schedule(UnitOfWork work, String project, String stage, int limit, long reach) {
        StageRow row = stage(work, project, stage);
        StageQueue.Scheduled scheduled = row.queue().schedule(tickets(work, project, stage), limit, reach);
        if (!scheduled.starts().isEmpty() && Sequences.isDeleted(work, project)) {
            return true;
        }
        if (!scheduled.queue().equals(row.queue())) {
            work.write(StageRow.TABLE, row.with(scheduled.queue()));
        }
        boolean isAll = scheduled.isAll();
        for (Ticket ticket : scheduled.starts()) {
            SequenceRow sequence = row(work, ticket.sequence());
            ticket(work, sequence).ifPresent(used -> work.remove(TicketRow.TABLE, used));
            // Where one begins with a wait the next may start, but not in this decision: it may begin so too, and so
            // on.
            isAll &= start(work, sequence);
            if (work.context(project, sequence.context()).open() > 1) {
                // Others of its context may now go on beside it.
                work.effect(project, sequence.context(), new Effect.Settle());
            }
        }
        return isAll;
    }

    /** The tickets of a stage in order, read as far as they are looked at. */
    static Iterable<Ticket> tickets(UnitOfWork work, String project, String stage) {
        return () -> work.scan(TicketRow.TABLE, StageRow.partition(project, stage), TicketRow.PREFIX)
                .map(TicketRow::ticket)
                .iterator();
    }

    private static void queueUp(UnitOfWork work, SequenceRow sequence) {
        boolean isPaused = isPaused(work, sequence);
        Ticket ticket = new Ticket(
                sequence.place().number(),
                sequence.id(),
                sequence.name(),
                sequence.context(),
                sequence.services(),
                sequence.redrive() > 0 || sequence.phase() == SequenceRow.Phase.STARTED,
                isPaused);
        StageQueue queue = queue(work, sequence).drawn();
        work.write(TicketRow.TABLE, new TicketRow(sequence.project(), sequence.stage(), ticket));
        put(work, sequence, isPaused ? queue : queue.with(ticket));
        boolean isOnlyClaimed = !queue.leases().keySet().containsAll(sequence.services());
        hand(work, sequence, isOnlyClaimed ? ticket.number() : 0);
    }

    /** The stage is full: who was passed over while he was paused goes to the end. */
    private static void drawAgain(UnitOfWork work, SequenceRow sequence) {
        ticket(work, sequence).ifPresent(old -> work.remove(TicketRow.TABLE, old));
        SequenceRow drawn =
                sequence.placed(sequence.place().waiting(queue(work, sequence).nextTicket()));
        work.write(SequenceRow.TABLE, drawn);
        queueUp(work, drawn);
    }

    private static void startAlone(UnitOfWork work, SequenceRow sequence) {
        if (!start(work, sequence)) {
            hand(work, sequence, 0);
        }
    }

    /**
     * A sequence whose leases are taken begins, or goes on with the tasks that are held.
     *
     * @return false where it begins with a wait and has given its leases back already
     */
    private static boolean start(UnitOfWork work, SequenceRow sequence) {
        SequenceRow started = sequence.started();
        if (sequence.phase() != SequenceRow.Phase.WAITING) {
            work.write(SequenceRow.TABLE, started);
            work.effect(sequence.project(), sequence.context(), new Effect.Settle());
            return true;
        }
        Sequences.start(work, started);
        if (!started.place().waitsFirst()
                || !started.place().isFree()
                || started.place().lease() != StagePlace.Lease.HELD
                || sequence.execution() != null) {
            return true;
        }
        work.write(SequenceRow.TABLE, started.placed(started.place().with(StagePlace.Lease.AWAY)));
        put(work, started, queue(work, started).leave(started.context(), started.services()));
        return false;
    }

    private static void takeAgain(UnitOfWork work, SequenceRow sequence, StageQueue queue) {
        put(work, sequence, queue.take(sequence.context(), sequence.services()));
        work.write(SequenceRow.TABLE, sequence.placed(sequence.place().with(StagePlace.Lease.HELD)));
    }

    private static void hand(UnitOfWork work, SequenceRow from, long reach) {
        if (!schedule(work, from.project(), from.stage(), AT_ONCE, reach)) {
            work.effect(from.project(), from.context(), new Effect.Schedule(from.stage()));
        }
    }

    /** A sequence waits no more, and has no leases. */
    static SequenceRow withoutTicket(UnitOfWork work, SequenceRow sequence) {
        if (sequence.place().lease() != StagePlace.Lease.WAITING) {
            return sequence;
        }
        leave(work, sequence);
        return sequence.placed(sequence.place().with(StagePlace.Lease.AWAY));
    }

    private static StageQueue withoutTicket(UnitOfWork work, SequenceRow sequence, StageQueue queue) {
        Optional<TicketRow> row = ticket(work, sequence);
        row.ifPresent(found -> work.remove(TicketRow.TABLE, found));
        return row.map(TicketRow::ticket)
                .filter(ticket -> !ticket.paused())
                .map(queue::without)
                .orElse(queue);
    }

    private static Optional<TicketRow> ticket(UnitOfWork work, SequenceRow sequence) {
        return work.read(
                TicketRow.TABLE,
                TicketRow.key(
                        sequence.project(), sequence.stage(), sequence.place().number()));
    }

    /** Whether nothing more of a sequence is to begin. What cleans up after one is not paused: it ends what has begun. */
    static boolean isPaused(UnitOfWork work, SequenceRow sequence) {
        return sequence.companionOf() == null
                && work.context(sequence.project(), sequence.context()).isPaused(sequence.stage());
    }

    private static SequenceRow row(UnitOfWork work, String id) {
        return work.read(SequenceRow.TABLE, SequenceRow.key(id))
                .orElseThrow(() -> new IllegalStateException("no sequence " + id));
    }

    private static StageQueue queue(UnitOfWork work, SequenceRow sequence) {
        return stage(work, sequence.project(), sequence.stage()).queue();
    }

    private static StageRow stage(UnitOfWork work, String project, String stage) {
        return work.read(StageRow.TABLE, StageRow.key(project, stage))
                .orElseGet(() -> new StageRow(project, stage, StageQueue.EMPTY));
    }

    private static void put(UnitOfWork work, SequenceRow sequence, StageQueue queue) {
        work.write(StageRow.TABLE, new StageRow(sequence.project(), sequence.stage(), queue));
    }
}
