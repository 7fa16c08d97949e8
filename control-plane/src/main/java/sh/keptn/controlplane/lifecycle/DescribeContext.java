package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ContextDetails.TaskPhase;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** Describes one context from its rows, and from its log where only that knows: when something was. */
final class DescribeContext {

    private final ContextReader reader;
    private final ContextRow row;
    private final Map<Long, KeptnEvent> events = new HashMap<>();

    /** In the order of the log, by the id of the event that they answer to. */
    private final Map<String, List<KeptnEvent>> answers = new HashMap<>();

    DescribeContext(ContextReader reader, EventLog log, ContextRow row) {
        this.reader = reader;
        this.row = row;
        long last = 0;
        List<EventLog.Entry> page = log.after(row.project(), row.context(), last);
        while (!page.isEmpty()) {
            for (EventLog.Entry entry : page) {
                KeptnEvent event = entry.event();
                last = entry.number();
                events.put(last, event);
                answers.computeIfAbsent(String.valueOf(event.triggeredId()), id -> new ArrayList<>())
                        .add(event);
            }
            page = log.after(row.project(), row.context(), last);
        }
    }

    ContextDetails details() {
        List<SequenceRow> rows = reader.sequences(row.project(), row.context());
        Lineage lineage = reader.lineage(rows);
        return new ContextDetails(
                row.project(),
                row.context(),
                row.open() == 0,
                row.paused(),
                rows.stream()
                        .map(sequence -> sequence(sequence, lineage.isSuperseded(sequence)))
                        .toList());
    }

    private ContextDetails.Sequence sequence(SequenceRow sequence, boolean superseded) {
        SequenceRow.CompanionOf companion = sequence.companionOf();
        List<ContextDetails.Task> tasks = Stream.concat(
                        reader.tasks(sequence).stream().map(this::task),
                        reader.held(sequence).stream().map(DescribeContext::held))
                .toList();
        boolean ended = sequence.phase() == SequenceRow.Phase.FINISHED;
        Instant started = companion == null
                ? time(sequence, EventType.STARTED)
                : first(tasks.stream().map(ContextDetails.Task::triggered));
        Instant finished = companion == null
                ? time(sequence, EventType.FINISHED, EventType.IN_PROGRESS)
                : last(tasks.stream().map(ContextDetails.Task::finished));
        return new ContextDetails.Sequence(
                sequence.stage(),
                sequence.name(),
                companion == null ? null : companion.name(),
                sequence.service(),
                sequence.phase(),
                sequence.redrive() + 1,
                superseded,
                started,
                ended ? finished : null,
                reader.outcome(sequence).orElse(null),
                reader.queued(sequence).toList(),
                tasks);
    }

    private ContextDetails.Task task(TaskRow task) {
        List<String> waitsFor = task.isOpen()
                ? task.expected().stream()
                        .filter(service -> task.answer(service)
                                .filter(answer -> answer.outcome() != null)
                                .isEmpty())
                        .toList()
                : List.of();
        KeptnEvent triggered = events.get(task.event());
        return new ContextDetails.Task(
                task.dispatch().task(),
                task.dispatch().state(),
                task.isOpen() ? TaskPhase.OPEN : task.hasProgressed() ? TaskPhase.IN_PROGRESS : TaskPhase.FINISHED,
                task.attempt(),
                task.dispatch().turn(),
                task.triggeredId(),
                triggered == null ? null : triggered.time(),
                task.isOpen() ? null : ended(task.triggeredId()),
                task.isOpen() ? task.deadline() : null,
                waitsFor,
                waitsFor.stream()
                        .filter(service -> task.answer(service).isPresent())
                        .toList(),
                task.outcome());
    }

    private static ContextDetails.Task held(HeldRow held) {
        return new ContextDetails.Task(
                TaskCall.of(held.payload()).task(),
                held.state(),
                TaskPhase.HELD,
                0,
                held.turn(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    private @Nullable Instant ended(String triggeredId) {
        return last(answers.getOrDefault(triggeredId, List.of()).stream()
                .filter(event -> !event.type().endsWith("." + EventType.STARTED))
                .map(KeptnEvent::time));
    }

    /** When the last event of one of the phases was about a sequence. */
    private @Nullable Instant time(SequenceRow sequence, String... phases) {
        KeptnEvent trigger = events.get(sequence.triggerEvent());
        List<KeptnEvent> own = trigger == null ? List.of() : answers.getOrDefault(trigger.id(), List.of());
        return last(own.stream()
                .filter(event ->
                        Stream.of(phases).anyMatch(phase -> event.type().endsWith("." + phase)))
                .map(KeptnEvent::time));
    }

    private static @Nullable Instant first(Stream<@Nullable Instant> times) {
        return times.filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
    }

    private static @Nullable Instant last(Stream<@Nullable Instant> times) {
        return times.filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
    }
}
