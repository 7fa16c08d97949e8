package sh.keptn.controlplane.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/**
 * Takes the answers of task services: {@code <task>.started}, {@code .status.changed} and {@code .finished}; and {@code
 * evaluation.invalidated}, which takes one of them back.
 */
public final class ReceiveEvent {

    /** Phases that user stories write instead of {@code status.changed} with status in-progress. */
    private static final Set<String> PROGRESS_ALIASES = Set.of("progressed", EventType.IN_PROGRESS);

    /** What an event from outside may have, in bytes; EventBridge takes 1 MB ("PutEvents"), with what the others have answered. */
    static final int SIZE_LIMIT = 256 * 1024;

    private final Decider decider;
    private final Answerers answerers;
    private final AskProvider askProvider;

    ReceiveEvent(Decider decider, Plans plans) {
        this.decider = decider;
        this.answerers = new Answerers(plans);
        this.askProvider = new AskProvider(decider, plans, answerers);
    }

    /**
     * Takes one answer. It is durable when the call returns; the last one that a task waits for ends the task.
     *
     * @param sender whom it comes from, whatever its {@code source} says
     */
    public Receipt receive(KeptnEvent event, Sender sender) {
        String triggeredId = event.triggeredId();
        Optional<EventType> type = EventType.parse(event.type());
        if (triggeredId == null
                || !(type.orElse(null) instanceof EventType.Task answer)
                || (answer.phase().equals(EventType.TRIGGERED) && !AskProvider.isMeant(answer))) {
            return Receipt.REFUSED;
        } else if (event.isLargerThan(SIZE_LIMIT)) {
            return Receipt.TOO_LARGE;
        }
        if (InvalidateEvaluation.isMeant(answer)) {
            return sender.byEvents()
                    ? Receipt.REFUSED
                    : new InvalidateEvaluation(decider).receive(event, sender.taskService());
        }
        if (AskProvider.isMeant(answer)) {
            return resuming(askProvider.receive(event, triggeredId, sender), triggeredId);
        }
        KeptnEvent known = withoutAlias(event, answer);
        EventType.Task meant = PROGRESS_ALIASES.contains(answer.phase())
                ? new EventType.Task(answer.task(), EventType.STATUS_CHANGED)
                : answer;
        return resuming(decider.decide(work -> receive(work, known, triggeredId, meant, sender)), triggeredId);
    }

    private Receipt resuming(Receipt receipt, String triggeredId) {
        if (receipt == Receipt.DUPLICATE) {
            resume(triggeredId);
        }
        return receipt;
    }

    /** Why an event that was refused, or was too large, is not taken: one sentence, for whoever has sent it. */
    public String reason(KeptnEvent event, Sender sender) {
        String triggeredId = event.triggeredId();
        EventType type = EventType.parse(event.type()).orElse(null);
        if (type instanceof EventType.Sequence) {
            return "`" + event.type()
                    + "` comes from the control plane alone; sequences are triggered and controlled by commands";
        }
        if (!(type instanceof EventType.Task answer)) {
            return "`" + event.type() + "` is no event about a task";
        }
        if (answer.phase().equals(EventType.TRIGGERED) && (triggeredId == null || !AskProvider.isMeant(answer))) {
            return "`" + event.type() + "` comes from the control plane alone; tasks are asked for by sequences";
        } else if (triggeredId == null) {
            return "`" + event.type() + "` does not say which task it answers; expected `triggeredid`";
        } else if (event.isLargerThan(SIZE_LIMIT)) {
            return "the event has " + event.size() + " bytes; an answer may have " + SIZE_LIMIT;
        }
        if (InvalidateEvaluation.isMeant(answer)) {
            return sender.byEvents()
                    ? "results are not taken back by events of the bus, where nothing says who may; the HTTP API takes them"
                    : "no result of an evaluation that the event `" + triggeredId + "` has asked for is known";
        }
        return decider.decide(work -> Tasks.find(work, triggeredId)
                .map(task -> reason(work, task, event, answer, sender))
                .orElse("no task was asked for by an event `" + triggeredId + "`"));
    }

    private String reason(UnitOfWork work, TaskRow task, KeptnEvent event, EventType.Task answer, Sender sender) {
        String asked = task.dispatch().task();
        String name = sender.taskService();
        boolean asks = AskProvider.isMeant(answer);
        if (!asks && !asked.equals(answer.task())) {
            return "the event `" + event.triggeredId() + "` asks for `" + asked + "`, not for `" + answer.task() + "`";
        }
        String refusal = isExpected(task, name) ? answerers.refusal(work, task, sender) : null;
        if (refusal != null) {
            return refusal;
        }
        return asks
                ? AskProvider.reason(event, name)
                : "`" + name + "` does not have to answer `" + asked + "`, but " + String.join(", ", task.expected());
    }

    private static boolean isExpected(TaskRow task, String taskService) {
        return task.expected().isEmpty() || task.expected().contains(taskService);
    }

    /** Whether an answer of this task service would still count. */
    public boolean isAwaited(String triggeredId, String sender) {
        return decider.decide(work -> Tasks.find(work, triggeredId)
                .filter(task -> task.isOpen() && task.triggeredId().equals(triggeredId))
                .filter(task -> work.now().isBefore(task.giveUpAt()))
                .map(task -> task.answer(sender)
                        .map(answer -> answer.outcome() == null)
                        .orElse(true))
                .orElse(false));
    }

    /** The task that an event has asked for, as it stands now; empty if there is none. */
    public Optional<AskedTask> asked(String triggeredId) {
        return decider.decide(work -> Tasks.find(work, triggeredId).map(task -> asked(work, task)));
    }

    /**
     * What an SLI provider has answered that a task service has asked by an event to do its task; empty while it has not.
     *
     * @param question as the task service has put it
     */
    public Optional<KeptnEvent> answerTo(KeptnEvent question, String asker) {
        return askProvider.answer(question, asker);
    }

    private static AskedTask asked(UnitOfWork work, TaskRow task) {
        SequenceRow sequence = Sequences.of(work, task);
        return new AskedTask(
                work.event(sequence.project(), sequence.context(), task.event()),
                sequence.project(),
                sequence.stage(),
                sequence.services(),
                task.dispatch().task(),
                task.expected(),
                task.deadline());
    }

    /** Whoever took this answer first may have stopped before all that followed from it was done. */
    private void resume(String triggeredId) {
        decider.decide(work -> Tasks.find(work, triggeredId))
                .ifPresent(task -> decider.resume(
                        task.dispatch().project(), task.dispatch().context()));
    }

    private Receipt receive(UnitOfWork work, KeptnEvent event, String triggeredId, EventType.Task answer, Sender from) {
        String sender = from.taskService();
        Optional<TaskRow> known = Tasks.find(work, triggeredId)
                .filter(task -> task.dispatch().task().equals(answer.task()))
                .filter(task -> isExpected(task, sender) && answerers.mayAnswer(work, task, from));
        if (known.isEmpty()) {
            return Receipt.REFUSED;
        }
        boolean isOver = Timeouts.endLate(work, known.get());
        TaskRow task = isOver ? Tasks.find(work, triggeredId).orElseThrow() : known.get();
        SequenceRow sequence = Sequences.of(work, task);
        KeptnEvent scoped = scoped(work, event, sequence, sender);
        Optional<TaskRow.Answer> before = task.answer(sender);
        boolean finished = before.map(said -> said.outcome() != null).orElse(false);
        boolean startedTwice = before.isPresent() && !finished && answer.phase().equals(EventType.STARTED);
        boolean ends = answer.phase().equals(EventType.FINISHED) || isProgress(task, scoped, answer);
        Optional<Long> repeated = work.received(sequence.project(), scoped);
        if (startedTwice || repeated.isPresent()) {
            boolean counted = !ends
                    || !task.triggeredId().equals(triggeredId)
                    || before.map(TaskRow.Answer::event).equals(repeated);
            return counted ? Receipt.DUPLICATE : Receipt.LATE;
        }
        boolean late = finished || !task.isOpen() || !task.triggeredId().equals(triggeredId);
        if (ends && before.isEmpty() && !late) {
            append(work, sequence, impliedStart(scoped, answer.task()), task.dispatch(), EventType.STARTED);
        }
        long number = work.appendReceived(sequence.project(), scoped);
        Map<String, @Nullable Object> stamp = Stamps.answer(sequence, task.dispatch(), answer.phase(), scoped.data());
        Sequences.put(work, sequence, number, ends && !late ? AskProvider.told(work, task, stamp) : stamp);
        if (late) {
            failLater(work, sequence, task, scoped, answer);
            return Receipt.LATE;
        }
        TaskRow.Answer said = ends
                ? new TaskRow.Answer(true, number, outcome(scoped, answer), isProgress(task, scoped, answer))
                : TaskRow.Answer.STARTED;
        if (answer.phase().equals(EventType.FINISHED) && Evaluated.isEvaluation(answer.task())) {
            Evaluated.keep(work, sequence, task, scoped, number);
        }
        Alarms.until(answer, scoped).ifPresent(until -> Alarms.set(work, task, sender, number, until));
        TaskRow after = task.withAnswer(sender, said);
        if (after.isAnswered()) {
            Tasks.answered(work, sequence, after);
        } else {
            work.write(TaskRow.TABLE, after);
            if (Rest.waitsForPerson(work, after)) {
                Queues.rest(work, after);
            }
        }
        return Receipt.ACCEPTED;
    }

    /** Whether the event ends this turn of the task because it goes on in the next one. */
    private static boolean isProgress(TaskRow task, KeptnEvent event, EventType.Task answer) {
        return answer.phase().equals(EventType.STATUS_CHANGED)
                && task.dispatch().place().progress() != TaskPlace.Progress.NONE
                && EventType.IN_PROGRESS.equals(event.dataText("status"));
    }

    /** Progress that says no result has gone well. */
    private static Outcome outcome(KeptnEvent event, EventType.Task answer) {
        // The log has the whole message; the rows have to stay small however many tasks there are.
        Outcome said = Outcome.of(event.data()).shortened();
        return answer.phase().equals(EventType.FINISHED)
                ? said
                : new Outcome(
                        said.result().isEmpty() ? Outcome.PASS : said.result(), Outcome.SUCCEEDED, said.message());
    }

    /** While the tasks after its progress run, nobody waits for the task; that it fails then is kept for its next turn. */
    private static void failLater(
            UnitOfWork work, SequenceRow sequence, TaskRow task, KeptnEvent event, EventType.Task answer) {
        Outcome said = Outcome.of(event.data());
        boolean counts = answer.phase().equals(EventType.FINISHED)
                && !said.continues()
                && task.hasProgressed()
                && sequence.phase() == SequenceRow.Phase.STARTED;
        if (counts) {
            work.write(TaskRow.TABLE, task.failedLater(said.shortened()));
        }
    }

    private static KeptnEvent withoutAlias(KeptnEvent event, EventType.Task answer) {
        if (!PROGRESS_ALIASES.contains(answer.phase())) {
            return event;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
        data.put("status", EventType.IN_PROGRESS);
        return new KeptnEvent(
                event.id(),
                event.source(),
                new EventType.Task(answer.task(), EventType.STATUS_CHANGED).text(),
                event.time(),
                event.context(),
                event.triggeredId(),
                event.gitCommitId(),
                data);
    }

    /** The event as it stands in the log: of the task's context, with the scope that every event has, from its real sender. */
    private static KeptnEvent scoped(UnitOfWork work, KeptnEvent event, SequenceRow sequence, String sender) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
        data.put("project", sequence.project());
        data.put("stage", sequence.stage());
        data.put("service", sequence.service());
        return new KeptnEvent(
                event.id(),
                sender,
                event.type(),
                work.now(),
                sequence.context(),
                event.triggeredId(),
                sequence.gitCommitId(),
                data);
    }

    /** Events from outside have no order: a task service that has finished or progressed has also started. */
    private static KeptnEvent impliedStart(KeptnEvent finished, String task) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (String key : new String[] {"project", "stage", "service"}) {
            data.put(key, finished.data().get(key));
        }
        return new KeptnEvent(
                Ids.of("implied-start", String.valueOf(finished.triggeredId()), finished.source()),
                finished.source(),
                new EventType.Task(task, EventType.STARTED).text(),
                finished.time(),
                finished.context(),
                finished.triggeredId(),
                finished.gitCommitId(),
                data);
    }

    private static void append(
            UnitOfWork work, SequenceRow sequence, KeptnEvent event, TaskRow.Dispatch task, String phase) {
        long number = work.append(sequence.project(), event);
        Sequences.put(work, sequence, number, Stamps.answer(sequence, task, phase, event.data()));
    }
}
