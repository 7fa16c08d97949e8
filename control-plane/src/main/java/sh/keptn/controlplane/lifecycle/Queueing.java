package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.controlplane.queue.Ticket;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.UnitOfWork;

/** The effects that are decisions about queues: each takes as many as it needs, so that none grows beyond what one may write. */
final class Queueing {

    /** A decision has at most 100 writes, and a start eight. */
    private static final int STARTS = 10;

    /** An end has about six, and lets another one start. */
    private static final int ENDS = 5;

    /** A dispatch has about ten. */
    private static final int DISPATCHES = 5;

    private final Decider decider;
    private final Store store;
    private final DispatchTask dispatchTask;

    Queueing(Decider decider, Store store, DispatchTask dispatchTask) {
        this.decider = decider;
        this.store = store;
        this.dispatchTask = dispatchTask;
    }

    /** Starts all in a stage whose turn it is. */
    void schedule(String project, String stage) {
        boolean isAll = false;
        while (!isAll) {
            isAll = decider.decide(work -> Queues.schedule(work, project, stage, STARTS, 0));
        }
    }

    /** Ends the waiting deliveries that a newer one replaces. */
    void replace(String newer, long number) {
        int ended = ENDS;
        while (ended == ENDS) {
            ended = decider.decide(work -> replace(work, newer, number));
        }
    }

    private static int replace(UnitOfWork work, String newer, long number) {
        Optional<SequenceRow> row = work.read(SequenceRow.TABLE, SequenceRow.key(newer));
        if (row.isEmpty()) {
            return 0;
        }
        SequenceRow sequence = row.get();
        Ticket own = new Ticket(number, newer, sequence.name(), sequence.context(), sequence.services(), false, false);
        List<Ticket> replaced = StreamSupport.stream(
                        Queues.tickets(work, sequence.project(), sequence.stage())
                                .spliterator(),
                        false)
                .filter(ticket -> ticket.isReplacedBy(own))
                .limit(ENDS)
                .toList();
        String reason = "replaced by the newer delivery of context " + sequence.context();
        for (Ticket ticket : replaced) {
            work.read(SequenceRow.TABLE, SequenceRow.key(ticket.sequence()))
                    .filter(found -> found.phase() == SequenceRow.Phase.WAITING)
                    .ifPresent(found -> Sequences.complete(work, found, Ending.aborted(reason)));
        }
        return replaced.size();
    }

    /** Makes what the sequences of a context do fit to whether they are paused and have their stages. */
    void settle(String project, String context) {
        List<String> sequences = store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(item.json()).sequence())
                .toList();
        for (String sequence : sequences) {
            boolean isSettled = false;
            while (!isSettled) {
                isSettled = decider.decide(work -> settle(work, sequence));
            }
        }
    }

    /** Returns false where more is held than one decision can ask for. */
    private boolean settle(UnitOfWork work, String id) {
        SequenceRow sequence = row(work, id);
        if (sequence.phase() == SequenceRow.Phase.FINISHED) {
            return true;
        }
        boolean isPaused = Queues.isPaused(work, sequence);
        if (sequence.place().lease() == StagePlace.Lease.WAITING) {
            Queues.pauseTicket(work, sequence, isPaused);
        }
        if (isPaused) {
            Queues.giveAway(work, id);
            return true;
        }
        SequenceRow now = row(work, id);
        if (now.phase() == SequenceRow.Phase.WAITING) {
            Queues.startBeside(work, now);
            return true;
        }
        return release(work, now);
    }

    private boolean release(UnitOfWork work, SequenceRow sequence) {
        List<HeldRow> held =
                work.find(HeldRow.TABLE, SequenceRow.partition(sequence.id()), HeldRow.PREFIX, any -> true);
        if (held.isEmpty()) {
            boolean isBusy = sequence.place().lease() == StagePlace.Lease.AWAY
                    && Tasks.open(work, sequence).stream().anyMatch(task -> !Rest.waitsForPerson(work, task));
            if (isBusy) {
                Queues.regainIfFree(work, sequence);
            }
            return true;
        }
        if (!Queues.regain(work, sequence.id())) {
            return true;
        }
        held.stream().limit(DISPATCHES).forEach(each -> dispatchTask.release(work, each));
        return held.size() <= DISPATCHES;
    }

    /** Ends a sequence that was to run when its project was deleted. */
    void abandon(String id) {
        decider.decide(work -> {
            work.read(SequenceRow.TABLE, SequenceRow.key(id))
                    .filter(row -> row.phase() == SequenceRow.Phase.STARTED)
                    .ifPresent(row -> Sequences.complete(work, row, DeletedProject.ENDING));
            return id;
        });
    }

    /**
     * Ends a sequence that cannot be started, unless it was.
     *
     * @param execution name of the execution that does not come to be
     */
    void lose(String id, String execution, String reason) {
        decider.decide(work -> {
            work.read(SequenceRow.TABLE, SequenceRow.key(id))
                    .filter(row -> row.phase() == SequenceRow.Phase.STARTED)
                    .filter(row -> Sequences.executionName(row).equals(execution))
                    .filter(row -> row.execution() == null || !row.execution().endsWith(execution))
                    .ifPresent(row -> Sequences.complete(work, row, Ending.stopped(Outcome.errored(reason))));
            return id;
        });
    }

    private static SequenceRow row(UnitOfWork work, String id) {
        return work.read(SequenceRow.TABLE, SequenceRow.key(id))
                .orElseThrow(() -> new IllegalStateException("no sequence " + id));
    }
}
