package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.plan.SliRules;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TriggeredRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.uniform.BuiltIns;

/**
 * Lets a task service that evaluates ask an SLI provider by an event, {@code get-sli.triggered}, before it answers. The question is a
 * task beside the evaluation that the provider answers as any other; by the stamp of the answer that counts the one who has asked hears
 * of it.
 */
final class AskProvider {

    private final Decider decider;
    private final Plans plans;
    private final Answerers answerers;

    AskProvider(Decider decider, Plans plans, Answerers answerers) {
        this.decider = decider;
        this.plans = plans;
        this.answerers = answerers;
    }

    /** Whether an event asks a provider. */
    static boolean isMeant(EventType.Task type) {
        return type.phase().equals(EventType.TRIGGERED) && type.task().equals(BuiltIns.GET_SLI);
    }

    /**
     * Asks {@code data.get-sli.sliProvider}, once for each evaluation and asker; once more where {@code data.get-sli.waited} says how
     * often he has asked before.
     *
     * @param event with the data of the question
     * @param triggeredId id of the {@code evaluation.triggered} that the sender has to answer
     * @return refused where the sender has nothing to evaluate (any more), or the uniform has no such provider for it
     */
    Receipt receive(KeptnEvent event, String triggeredId, Sender sender) {
        return decider.decide(work -> Tasks.find(work, triggeredId)
                .filter(evaluation -> mayAsk(evaluation, triggeredId, sender.taskService()))
                .filter(evaluation -> answerers.mayAnswer(work, evaluation, sender))
                .map(evaluation -> ask(work, event, evaluation, sender.taskService()))
                .orElse(Receipt.REFUSED));
    }

    private static boolean mayAsk(TaskRow evaluation, String triggeredId, String sender) {
        return Evaluated.isEvaluation(evaluation.dispatch().task())
                && evaluation.triggeredId().equals(triggeredId)
                && evaluation.expected().contains(sender);
    }

    /** Why {@link #receive} refuses an event. */
    static String reason(KeptnEvent event, String sender) {
        return "`" + sender + "` does not evaluate anything by the event `" + event.triggeredId()
                + "` now, or the uniform has no SLI provider `" + provider(event) + "` for it";
    }

    private Receipt ask(UnitOfWork work, KeptnEvent event, TaskRow evaluation, String sender) {
        SequenceRow sequence = Sequences.of(work, evaluation);
        String id = questionId(event, sender);
        if (work.read(TriggeredRow.TABLE, TriggeredRow.key(id)).isPresent()) {
            return Receipt.DUPLICATE;
        }
        TaskRow.Asker asker = new TaskRow.Asker(sender, evaluation.dispatch().state());
        // An earlier question is replaced.
        work.read(TaskRow.TABLE, key(evaluation, asker));
        boolean isAwaited = evaluation.isOpen()
                && work.now().isBefore(evaluation.giveUpAt())
                && evaluation
                        .answer(sender)
                        .map(answer -> answer.outcome() == null)
                        .orElse(true);
        Optional<ActivePlan> found = plans.find(sequence.project(), sequence.plan());
        if (found.isEmpty()) {
            return Receipt.REFUSED; // its project was deleted meanwhile
        }
        ActivePlan plan = found.get();
        KeptnEvent whole = work.event(sequence.project(), sequence.context(), evaluation.event())
                .withData(References.data(work, sequence.project(), sequence.context(), evaluation.event()));
        Optional<ActivePlan.TaskService> provider = plan.taskService(provider(event))
                .filter(service -> SliRules.of(plan).services(whole).contains(service.name()));
        if (!isAwaited || provider.isEmpty()) {
            return Receipt.REFUSED;
        }
        KeptnEvent question = question(work, event, sequence, id);
        long number = work.append(sequence.project(), question);
        TaskRow row =
                row(work, sequence, evaluation, asker, provider.get(), question, number, SliRules.selector(whole));
        work.write(TaskRow.TABLE, row);
        work.write(
                TriggeredRow.TABLE,
                new TriggeredRow(
                        id,
                        sequence.id(),
                        row.dispatch().state(),
                        row.dispatch().turn()));
        Sequences.put(work, sequence, number, Stamps.triggered(sequence, row));
        return Receipt.ACCEPTED;
    }

    private static KeptnEvent question(UnitOfWork work, KeptnEvent event, SequenceRow sequence, String id) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
        data.put("project", sequence.project());
        data.put("stage", sequence.stage());
        data.put("service", sequence.service());
        return new KeptnEvent(
                id,
                KeptnEvent.CONTROL_PLANE,
                event.type(),
                work.now(),
                sequence.context(),
                null,
                sequence.gitCommitId(),
                data);
    }

    private static TaskRow row(
            UnitOfWork work,
            SequenceRow sequence,
            TaskRow evaluation,
            TaskRow.Asker asker,
            ActivePlan.TaskService provider,
            KeptnEvent question,
            long number,
            Map<String, @Nullable Object> selector) {
        String counter = sequence.stage() + "/" + sequence.name() + "/" + BuiltIns.GET_SLI;
        ContextRow context =
                work.context(sequence.project(), sequence.context()).withDispatch(counter);
        work.write(ContextRow.TABLE, context);
        TaskRow.Dispatch of = evaluation.dispatch();
        TaskPlace place = new TaskPlace(
                of.place().index(),
                of.place().parallel(),
                of.place().branch(),
                TaskPlace.Progress.NONE,
                TaskPlace.Rest.NONE);
        TaskRow.Dispatch dispatch = new TaskRow.Dispatch(
                sequence.id(),
                sequence.project(),
                sequence.context(),
                state(asker),
                of.turn(),
                BuiltIns.GET_SLI,
                context.dispatches().getOrDefault(counter, 1),
                false,
                place,
                of.turn(),
                selector,
                asker);
        Long seconds = provider.timeoutSeconds();
        Instant own = seconds == null ? evaluation.deadline() : work.now().plusSeconds(seconds);
        return new TaskRow(
                dispatch,
                evaluation.attempt(),
                question.id(),
                number,
                "",
                evaluation.redrive(),
                evaluation.retry(),
                List.of(provider.name()),
                Map.of(),
                work.now().plus(DispatchTask.START_WITHIN),
                own.isBefore(evaluation.deadline()) ? own : evaluation.deadline(),
                null,
                null);
    }

    /** What the provider has answered that a task service has asked to do its task; empty while it has not. */
    Optional<KeptnEvent> answer(KeptnEvent question, String asker) {
        String id = questionId(question, asker);
        return decider.decide(work -> Tasks.find(work, id)
                .filter(task -> task.triggeredId().equals(id))
                .flatMap(task -> answers(work, task).findFirst()));
    }

    private static Stream<KeptnEvent> answers(UnitOfWork work, TaskRow question) {
        return question.answers().values().stream()
                .filter(answer -> answer.outcome() != null)
                .map(answer -> work.event(
                        question.dispatch().project(), question.dispatch().context(), answer.event()));
    }

    /**
     * Adds to the stamp of the answer to a question who goes on by it; the stamps of other answers stay as they are.
     *
     * @param task that is answered
     */
    static Map<String, @Nullable Object> told(UnitOfWork work, TaskRow task, Map<String, @Nullable Object> stamp) {
        TaskRow.Asker asker = task.dispatch().asker();
        if (asker == null) {
            return stamp;
        }
        return work.read(
                        TaskRow.TABLE,
                        TaskRow.key(
                                task.dispatch().sequence(),
                                asker.state(),
                                task.dispatch().turn()))
                .filter(evaluation -> evaluation.isOpen() && evaluation.attempt() == task.attempt())
                .map(evaluation -> Stamps.awaited(stamp, evaluation, asker.service(), waited(asked(work, task))))
                .orElse(stamp);
    }

    private static KeptnEvent asked(UnitOfWork work, TaskRow question) {
        return work.event(question.dispatch().project(), question.dispatch().context(), question.event());
    }

    private static Map<String, @Nullable Object> waited(KeptnEvent question) {
        return Json.child(Json.child(question.data(), BuiltIns.GET_SLI), "waited");
    }

    private static String questionId(KeptnEvent question, String asker) {
        String triggeredId = String.valueOf(question.triggeredId());
        Object asked = waited(question).get("asked");
        return asked == null
                ? Ids.of("question", triggeredId, asker)
                : Ids.of("question", triggeredId, asker, String.valueOf(asked));
    }

    private static String provider(KeptnEvent event) {
        String provider = Json.text(Json.child(event.data(), BuiltIns.GET_SLI), "sliProvider");
        return provider == null ? "" : provider;
    }

    private static Key key(TaskRow evaluation, TaskRow.Asker asker) {
        return TaskRow.key(
                evaluation.dispatch().sequence(),
                state(asker),
                evaluation.dispatch().turn());
    }

    /** No state of a machine, but named as one below that of the evaluation. */
    private static String state(TaskRow.Asker asker) {
        return asker.state() + " " + BuiltIns.GET_SLI + " for " + asker.service();
    }
}
