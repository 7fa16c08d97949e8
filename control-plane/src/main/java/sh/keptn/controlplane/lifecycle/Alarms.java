package sh.keptn.controlplane.lifecycle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.rows.AlarmRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Lets a task service wait with its task, for as long as it says in {@code <task>.status.changed} with {@code {status: "waiting",
 * waiting: {until}}}. At that instant the same event goes on the bus once more, stamped with the {@code asker} who goes on by it.
 */
final class Alarms {

    private static final String WAITING = "waiting";

    private final Decider decider;

    Alarms(Decider decider) {
        this.decider = decider;
    }

    /** Until when the sender of an answer waits with his task; empty where he does not. */
    static Optional<Instant> until(EventType.Task answer, KeptnEvent event) {
        String until = Json.text(Json.child(event.data(), WAITING), "until");
        if (until == null
                || !answer.phase().equals(EventType.STATUS_CHANGED)
                || !WAITING.equals(event.dataText("status"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @param number of the event in the log by which the service waits */
    static void set(UnitOfWork work, TaskRow task, String service, long number, Instant until) {
        TaskRow.Dispatch of = task.dispatch();
        Key key = AlarmRow.key(of.sequence(), of.state(), of.turn(), service);
        // A write replaces a row that was read.
        work.read(AlarmRow.TABLE, key);
        work.write(
                AlarmRow.TABLE,
                new AlarmRow(of.sequence(), of.state(), of.turn(), task.attempt(), service, number, until));
    }

    /** Lets the one go on who waits, if it is time and his answer still counts: after an abort nobody does anything. */
    void ring(Key alarm) {
        decider.decide(work -> {
            work.read(AlarmRow.TABLE, alarm)
                    .filter(found -> !work.now().isBefore(found.at()))
                    .ifPresent(found -> ring(work, found));
            return alarm;
        });
    }

    private static void ring(UnitOfWork work, AlarmRow alarm) {
        work.remove(AlarmRow.TABLE, alarm);
        work.read(TaskRow.TABLE, TaskRow.key(alarm.sequence(), alarm.state(), alarm.turn()))
                .filter(task -> task.isOpen() && alarm.isFor(task))
                .filter(task -> task.answer(alarm.service())
                        .map(answer -> answer.outcome() == null)
                        .orElse(true))
                .ifPresent(task -> wake(work, task, alarm));
    }

    private static void wake(UnitOfWork work, TaskRow task, AlarmRow alarm) {
        SequenceRow sequence = Sequences.of(work, task);
        KeptnEvent said = work.event(sequence.project(), sequence.context(), alarm.event());
        Map<String, @Nullable Object> stamp =
                Stamps.task(sequence, task.dispatch().task(), "due");
        Sequences.put(
                work,
                sequence,
                alarm.event(),
                Stamps.awaited(stamp, task, alarm.service(), Json.child(said.data(), WAITING)));
    }
}
