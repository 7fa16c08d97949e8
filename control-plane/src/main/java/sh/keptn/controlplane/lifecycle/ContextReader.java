package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.controlplane.queue.StageQueue;
import sh.keptn.controlplane.queue.Ticket;
import sh.keptn.controlplane.rows.AlarmRow;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.StageRow;
import sh.keptn.controlplane.rows.Table;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TicketRow;
import sh.keptn.events.BusEvent;
import sh.keptn.events.KeptnEvent;

/** Reads how far contexts are. What it returns may be old by the time it is looked at. */
final class ContextReader {

    private final Store store;
    private final EventLog log;

    ContextReader(Store store) {
        this.store = store;
        this.log = new EventLog(store);
    }

    /** From now on what a decision has seen is seen here too. */
    void settle() {
        store.settle();
    }

    Optional<ContextRow> context(String project, String context) {
        return read(ContextRow.TABLE, ContextRow.key(project, context));
    }

    boolean isFinished(String project, String context) {
        return context(project, context).filter(found -> found.open() == 0).isPresent();
    }

    /** All sequences of a context in the order in which they were asked for, each before its companions. */
    List<SequenceRow> sequences(String project, String context) {
        return store.query(ContextRow.partition(project, context), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(item.json()))
                .flatMap(ref -> read(SequenceRow.TABLE, SequenceRow.key(ref.sequence())).stream())
                .sorted(Comparator.comparing(SequenceRow::triggerEvent)
                        .thenComparing(row -> row.companionOf() != null)
                        .thenComparing(SequenceRow::redrive)
                        .thenComparing(row -> -row.next().size()))
                .toList();
    }

    Lineage lineage(List<SequenceRow> rows) {
        return new Lineage(
                rows, row -> event(row, row.triggerEvent()).map(KeptnEvent::id).orElse(""));
    }

    /** The tasks of a sequence in the order in which they were asked for. */
    List<TaskRow> tasks(SequenceRow sequence) {
        return rows(TaskRow.TABLE, sequence, TaskRow.PREFIX)
                .sorted(Comparator.comparing(TaskRow::event))
                .toList();
    }

    /** The tasks of a sequence that are not asked for while it is paused. */
    List<HeldRow> held(SequenceRow sequence) {
        return sequence.phase() == SequenceRow.Phase.STARTED
                ? rows(HeldRow.TABLE, sequence, HeldRow.PREFIX).toList()
                : List.of();
    }

    /** How a sequence or companion has ended, empty while it has not. */
    Optional<Outcome> outcome(SequenceRow sequence) {
        if (sequence.phase() != SequenceRow.Phase.FINISHED) {
            return Optional.empty();
        }
        if (sequence.companionOf() == null) {
            return event(sequence, sequence.finishedEvent()).map(event -> Outcome.of(event.data()));
        }
        if (sequence.aborting()) {
            return Optional.of(new Outcome(Outcome.FAIL, Outcome.ABORTED, "it was aborted"));
        }
        Outcome passed = new Outcome(Outcome.PASS, Outcome.SUCCEEDED, "");
        return tasks(sequence).stream()
                .filter(task -> task.dispatch().asker() == null && !Tasks.goesOn(task))
                .map(TaskRow::outcome)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .or(() -> Optional.of(passed));
    }

    /** Whether a sequence or companion has ended otherwise than with pass or warning. */
    boolean hasEndedBadly(SequenceRow sequence) {
        return outcome(sequence)
                .filter(outcome -> !outcome.continues() || outcome.status().equals(Outcome.ABORTED))
                .isPresent();
    }

    ContextStatus status(String project, String context) {
        Optional<ContextRow> row = context(project, context);
        List<SequenceRow> sequences = sequences(project, context);
        List<TaskRow> open = sequences.stream()
                .flatMap(sequence -> tasks(sequence).stream())
                .filter(TaskRow::isOpen)
                .toList();
        List<ContextStatus.Held> held = sequences.stream()
                .flatMap(sequence -> held(sequence).stream()
                        .map(task -> new ContextStatus.Held(
                                sequence.stage(),
                                sequence.name(),
                                TaskCall.of(task.payload()).task())))
                .toList();
        return new ContextStatus(
                row.isPresent(),
                row.map(found -> found.open() == 0).orElse(false),
                sequences,
                open,
                sequences.stream().flatMap(this::queued).toList(),
                row.map(ContextRow::paused).orElse(Set.of()),
                held);
    }

    List<BusEvent> openTasks(String project, String context) {
        return sequences(project, context).stream()
                .flatMap(sequence -> tasks(sequence).stream()
                        .filter(TaskRow::isOpen)
                        .flatMap(task -> event(sequence, task.event()).stream()
                                .map(event -> BusEvent.of(event, withoutWaiting(sequence, task)))))
                .toList();
    }

    /** Who waits with a task goes on with it when it is time. */
    private Map<String, @Nullable Object> withoutWaiting(SequenceRow sequence, TaskRow task) {
        Set<String> waiting = alarms(sequence)
                .filter(alarm -> alarm.isFor(task))
                .map(AlarmRow::service)
                .collect(Collectors.toSet());
        Map<String, @Nullable Object> stamp = Stamps.triggered(sequence, task);
        stamp.put(
                "services",
                task.expected().stream()
                        .filter(service -> !waiting.contains(service))
                        .toList());
        return stamp;
    }

    /** When task services of a context go on that wait with their tasks. */
    List<Instant> alarms(String project, String context) {
        return sequences(project, context).stream()
                .filter(sequence -> sequence.phase() == SequenceRow.Phase.STARTED)
                .flatMap(this::alarms)
                .map(AlarmRow::at)
                .toList();
    }

    private Stream<AlarmRow> alarms(SequenceRow sequence) {
        return rows(AlarmRow.TABLE, sequence, AlarmRow.PREFIX);
    }

    /** Whom a sequence waits for, empty if it does not. */
    Stream<ContextStatus.Queued> queued(SequenceRow sequence) {
        boolean waits = sequence.phase() != SequenceRow.Phase.FINISHED
                && sequence.place().lease() == StagePlace.Lease.WAITING;
        if (!waits) {
            return Stream.empty();
        }
        StageQueue queue = read(StageRow.TABLE, StageRow.key(sequence.project(), sequence.stage()))
                .map(StageRow::queue)
                .orElse(StageQueue.EMPTY);
        String partition = StageRow.partition(sequence.project(), sequence.stage());
        List<Ticket> tickets = store.query(partition, TicketRow.PREFIX).stream()
                .map(item -> TicketRow.TABLE.decode().apply(item.json()).ticket())
                .toList();
        Optional<Ticket> own = tickets.stream()
                .filter(ticket -> ticket.sequence().equals(sequence.id()))
                .findFirst();
        Map<String, String> before =
                own.map(ticket -> queue.before(ticket, tickets)).orElse(Map.of());
        return Stream.of(new ContextStatus.Queued(
                sequence.stage(),
                sequence.name(),
                List.copyOf(before.keySet()),
                before.values().stream().distinct().toList(),
                own.filter(queue::isOutside).isPresent()));
    }

    Optional<ContextDetails> details(String project, String context) {
        return context(project, context).map(row -> new DescribeContext(this, log, row).details());
    }

    private Optional<KeptnEvent> event(SequenceRow sequence, long number) {
        return Optional.ofNullable(log.get(sequence.project(), sequence.context(), number));
    }

    private <R> Stream<R> rows(Table<R> table, SequenceRow sequence, String prefix) {
        return store.query(SequenceRow.partition(sequence.id()), prefix).stream()
                .map(item -> table.decode().apply(item.json()));
    }

    private <R> Optional<R> read(Table<R> table, Store.Key key) {
        return store.get(key).map(item -> table.decode().apply(item.json()));
    }
}
