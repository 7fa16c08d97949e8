package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TriggeredRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** The steps by which a task ends. Each belongs to one decision. */
final class Tasks {

    /** Error names are API: retriers of the compiled machines match them. */
    static final String FAILED = "Keptn.TaskFailed";

    static final String TIMED_OUT = "Keptn.TaskTimedOut";
    static final String ABORTED = "Keptn.Aborted";

    /** A decision has at most 100 writes; an open task beyond these ends without an event. */
    private static final int CLOSED_WITH_EVENT = 20;

    private static final Outcome CLOSED = new Outcome(Outcome.FAIL, Outcome.ABORTED, "its sequence has ended");

    private Tasks() {}

    /** The task that an event has asked for, or its later attempt; empty if there is none. */
    static Optional<TaskRow> find(UnitOfWork work, String triggeredId) {
        return work.read(TriggeredRow.TABLE, TriggeredRow.key(triggeredId))
                .flatMap(found -> work.read(TaskRow.TABLE, TaskRow.key(found.sequence(), found.state(), found.turn())));
    }

    /** Ends a task that all task services have answered. */
    static void answered(UnitOfWork work, SequenceRow sequence, TaskRow task) {
        Map<String, TaskRow.Answer> answers = new TreeMap<>(task.answers());
        answers.keySet().retainAll(task.expected());
        List<Outcome> outcomes = new ArrayList<>();
        List<Long> events = new ArrayList<>();
        for (TaskRow.Answer answer : answers.values()) {
            Outcome outcome = answer.outcome();
            if (outcome != null) {
                outcomes.add(outcome);
                events.add(answer.event());
            }
        }
        end(work, sequence, task.decided(Outcome.combine(outcomes)), events, FAILED);
    }

    /** Ends a task that nobody answers any more, with an event that says why. */
    static void giveUp(UnitOfWork work, SequenceRow sequence, TaskRow task, String message, String error) {
        Outcome outcome =
                error.equals(ABORTED) ? new Outcome(Outcome.FAIL, Outcome.ABORTED, message) : Outcome.errored(message);
        long number = finish(work, sequence, task, outcome);
        // Who has asked finds this answer where any other would be.
        TaskRow given = task.dispatch().asker() == null
                ? task
                : task.withAnswer(task.expected().get(0), new TaskRow.Answer(true, number, outcome, false));
        end(work, sequence, given.decided(outcome), List.of(number), error);
    }

    /**
     * Ends the tasks that are still open when their sequence ends: those of the other branches of a parallel block. Those that
     * are held are forgotten.
     */
    static void close(UnitOfWork work, SequenceRow sequence) {
        work.find(HeldRow.TABLE, SequenceRow.partition(sequence.id()), HeldRow.PREFIX, held -> true)
                .forEach(held -> work.remove(HeldRow.TABLE, held));
        List<TaskRow> open = open(work, sequence);
        // Before their events, by which nobody goes on whose task is closed too.
        open.forEach(task -> work.write(TaskRow.TABLE, task.decided(CLOSED)));
        open.stream().limit(CLOSED_WITH_EVENT).forEach(task -> finish(work, sequence, task, CLOSED));
    }

    /** Says that a task has ended although nobody has answered; returns the number of the event. */
    private static long finish(UnitOfWork work, SequenceRow sequence, TaskRow task, Outcome outcome) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("project", sequence.project());
        data.put("stage", sequence.stage());
        data.put("service", sequence.service());
        data.put("result", outcome.result());
        data.put("status", outcome.status());
        data.put("message", outcome.message());
        KeptnEvent event = new KeptnEvent(
                Ids.of("given-up", task.triggeredId()),
                KeptnEvent.CONTROL_PLANE,
                new EventType.Task(task.dispatch().task(), EventType.FINISHED).text(),
                work.now(),
                sequence.context(),
                task.triggeredId(),
                sequence.gitCommitId(),
                data);
        long number = work.append(sequence.project(), event);
        Map<String, @Nullable Object> stamp = Stamps.answer(sequence, task.dispatch(), EventType.FINISHED, data);
        Sequences.put(work, sequence, number, AskProvider.told(work, task, stamp));
        return number;
    }

    /** The tasks of a sequence that wait for an answer; one that is emitted meanwhile changes the sequence's row. */
    static List<TaskRow> open(UnitOfWork work, SequenceRow sequence) {
        return work.find(TaskRow.TABLE, SequenceRow.partition(sequence.id()), TaskRow.PREFIX, TaskRow::isOpen);
    }

    /** Whether the machine goes on after this task. */
    static boolean goesOn(TaskRow task) {
        Outcome outcome = task.outcome();
        boolean aborted = outcome != null && outcome.status().equals(Outcome.ABORTED);
        return outcome != null && (outcome.continues() || (task.dispatch().continueOnFail() && !aborted));
    }

    /** The answer that a token of this ended task gets. */
    static Effect answer(TaskRow task, String token, String error) {
        Outcome outcome = task.outcome();
        if (outcome == null) {
            throw new IllegalStateException("open task has no answer: " + task.dispatch());
        }
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        if (goesOn(task)) {
            summary.put("result", outcome.result());
            summary.put("status", outcome.status());
            if (task.hasProgressed()) {
                summary.put("progress", true);
            }
            return new Effect.SucceedToken(token, summary);
        }
        summary.put("task", task.dispatch().task());
        summary.put("result", outcome.result());
        summary.put("status", outcome.status());
        summary.put("message", outcome.shortened().message());
        return new Effect.FailToken(token, error, Json.write(summary));
    }

    private static void end(UnitOfWork work, SequenceRow sequence, TaskRow task, List<Long> events, String error) {
        Outcome outcome = task.outcome();
        if (outcome == null) {
            throw new IllegalStateException("task ends without outcome: " + task.dispatch());
        }
        work.write(TaskRow.TABLE, task);
        if (task.dispatch().asker() != null) {
            return;
        }
        DoneTask done = new DoneTask(
                task.dispatch().state(),
                task.dispatch().turn(),
                task.dispatch().task(),
                task.dispatch().place(),
                events,
                task.hasProgressed(),
                outcome);
        SequenceRow after = sequence.withDone(done);
        work.effect(sequence.project(), sequence.context(), answer(task, task.token(), error));
        if (goesOn(task)) {
            work.write(SequenceRow.TABLE, after);
            if (task.dispatch().place().rest() != TaskPlace.Rest.NONE) {
                Queues.rest(work, task);
            }
        } else {
            Ending ending = error.equals(ABORTED) ? Ending.aborted(outcome.message()) : Ending.finished(outcome);
            Sequences.complete(work, after, ending);
        }
    }
}
