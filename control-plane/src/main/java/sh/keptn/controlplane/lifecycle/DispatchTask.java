package sh.keptn.controlplane.lifecycle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.HeldRow;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TriggeredRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.SelectorValues;

/**
 * The function behind every task state: attaches the state's token to the task, or emits {@code <task>.triggered}. A state
 * that is entered again by a retry or a redrive, or by a new execution, meets the task as it is: open, it only gets the newer
 * token; passed, it is answered at once; failed or taken back, it is done again by a redrive and answered as before otherwise.
 */
public final class DispatchTask {

    /** How long a task service may take to say that it has started, as in Keptn. */
    static final Duration START_WITHIN = Duration.ofMinutes(10);

    private final Decider decider;
    private final Plans plans;
    private final ServiceMatcher matcher;

    DispatchTask(Decider decider, Plans plans, ServiceMatcher matcher) {
        this.decider = decider;
        this.plans = plans;
        this.matcher = matcher;
    }

    /** Handles one call of the function; the token is answered later, by others. */
    public void handle(TaskCall call) {
        Optional<SequenceRow> repeated = decider.decide(work -> {
            SequenceRow row = row(work, call.sequence());
            return dispatch(work, row, call) ? Optional.of(row) : Optional.empty();
        });
        repeated.ifPresent(sequence -> decider.resume(sequence.project(), sequence.context()));
    }

    /** Returns whether the state was here before; whoever handled that call may have left effects undone. */
    private boolean dispatch(UnitOfWork work, SequenceRow sequence, TaskCall call) {
        if (sequence.aborting() || sequence.phase() == SequenceRow.Phase.FINISHED) {
            String error = sequence.aborting() ? Tasks.ABORTED : Tasks.FAILED;
            work.effect(
                    sequence.project(),
                    sequence.context(),
                    new Effect.FailToken(call.token(), error, "the sequence has ended"));
            return true;
        }
        Optional<TaskRow> known = work.read(TaskRow.TABLE, TaskRow.key(sequence.id(), call.state(), call.turn()));
        if (known.isEmpty()) {
            ask(work, sequence.ranBy(call.execution()), call, 1);
        } else {
            attach(work, sequence, call, known.get());
        }
        return known.isPresent();
    }

    private void attach(UnitOfWork work, SequenceRow sequence, TaskCall call, TaskRow task) {
        int redrive = redrive(sequence, call);
        if (task.isOpen()) {
            if (task.isNewer(redrive, call.retry())) {
                work.write(TaskRow.TABLE, task.withToken(call.token(), redrive, call.retry()));
            }
            return;
        }
        SequenceRow ranBy = sequence.ranBy(call.execution());
        boolean isDone = sequence.done().stream()
                .anyMatch(done -> done.state().equals(call.state()) && done.turn() == call.turn());
        if (!isDone && redrive > task.redrive()) {
            ask(work, ranBy, call, task.attempt() + 1);
            return;
        }
        work.write(SequenceRow.TABLE, ranBy);
        work.effect(sequence.project(), sequence.context(), Tasks.answer(task, call.token(), Tasks.FAILED));
    }

    /** How often the task was redriven: its execution, or in new executions its sequence. */
    private static int redrive(SequenceRow sequence, TaskCall call) {
        return Math.max(sequence.redrive(), call.redrive());
    }

    /** Asks for a task that was held, unless its sequence has ended meanwhile. */
    void release(UnitOfWork work, HeldRow held) {
        work.remove(HeldRow.TABLE, held);
        SequenceRow sequence = row(work, held.sequence());
        boolean isOpen = sequence.phase() == SequenceRow.Phase.STARTED && !sequence.aborting();
        if (isOpen && held.redrive() >= sequence.redrive()) {
            int before = work.read(TaskRow.TABLE, TaskRow.key(held.sequence(), held.state(), held.turn()))
                    .map(TaskRow::attempt)
                    .orElse(0);
            emit(work, sequence, TaskCall.of(held.payload()), before + 1);
        }
    }

    /** The rows of the context and the sequence are written too, so that nobody asks for what is held meanwhile. */
    private static void hold(UnitOfWork work, SequenceRow sequence, TaskCall call) {
        int redrive = redrive(sequence, call);
        boolean isOld = work.read(HeldRow.TABLE, HeldRow.key(sequence.id(), call.state(), call.turn()))
                .filter(held -> held.redrive() > redrive
                        || (held.redrive() == redrive
                                && TaskCall.of(held.payload()).retry() > call.retry()))
                .isPresent();
        if (!isOld) {
            work.write(ContextRow.TABLE, work.context(sequence.project(), sequence.context()));
            work.write(HeldRow.TABLE, new HeldRow(sequence.id(), call.state(), call.turn(), redrive, call.payload()));
        }
    }

    private void ask(UnitOfWork work, SequenceRow sequence, TaskCall call, int attempt) {
        work.write(SequenceRow.TABLE, sequence);
        if (Queues.isPaused(work, sequence) || !Queues.regain(work, sequence.id())) {
            hold(work, sequence, call);
        } else {
            emit(work, row(work, sequence.id()), call, attempt);
        }
    }

    private static SequenceRow row(UnitOfWork work, String id) {
        return work.read(SequenceRow.TABLE, SequenceRow.key(id))
                .orElseThrow(() -> new IllegalStateException("no sequence " + id));
    }

    private void emit(UnitOfWork work, SequenceRow sequence, TaskCall call, int attempt) {
        work.write(SequenceRow.TABLE, sequence);
        // A newer call of the state may be here before an older one is released.
        work.read(HeldRow.TABLE, HeldRow.key(sequence.id(), call.state(), call.turn()))
                .ifPresent(held -> work.remove(HeldRow.TABLE, held));
        String triggeredId =
                Ids.of("task", sequence.id(), call.state(), String.valueOf(call.turn()), String.valueOf(attempt));
        Map<String, @Nullable Object> data =
                Gathered.forTask(work, sequence, Gathered.ended(work, sequence).orElse(null), call);
        KeptnEvent whole = new KeptnEvent(
                triggeredId,
                KeptnEvent.CONTROL_PLANE,
                new EventType.Task(call.task(), EventType.TRIGGERED).text(),
                work.now(),
                sequence.context(),
                null,
                sequence.gitCommitId(),
                data);
        Map<String, @Nullable Object> stamp = Stamps.task(sequence, call.task(), EventType.TRIGGERED);
        Map<String, @Nullable Object> selector = selector(data, call);
        stamp.put("selector", selector);
        KeptnEvent event = References.forTask(work, whole, stamp, sequence, call);
        ServiceMatcher.Match match =
                matcher.match(plans.version(sequence.project(), sequence.plan()), BusEvent.of(event, stamp));
        Optional<TaskRow> before = call.place().progress() == TaskPlace.Progress.LOOP && call.turn() > 0 && attempt == 1
                ? work.read(TaskRow.TABLE, TaskRow.key(sequence.id(), call.state(), call.turn() - 1))
                : Optional.empty();
        int firstTurn = before.filter(task -> task.redrive() == redrive(sequence, call))
                .map(task -> task.dispatch().firstTurn())
                .orElse(call.turn());
        String ended = endOfLoop(call, firstTurn, before);
        long number = work.append(sequence.project(), event);
        List<String> expected = ended == null ? match.services() : List.of();
        TaskRow task = row(work, sequence, call, attempt, event, number, expected, firstTurn, selector);
        work.write(TaskRow.TABLE, task);
        work.write(TriggeredRow.TABLE, new TriggeredRow(triggeredId, sequence.id(), call.state(), call.turn()));
        Sequences.put(work, sequence, number, Stamps.dispatched(stamp, task));
        String refusal = ended == null ? match.refusal() : ended;
        if (refusal != null) {
            Tasks.giveUp(work, sequence, task, refusal, Tasks.FAILED);
        }
    }

    private static TaskRow row(
            UnitOfWork work,
            SequenceRow sequence,
            TaskCall call,
            int attempt,
            KeptnEvent event,
            long number,
            List<String> services,
            int firstTurn,
            Map<String, @Nullable Object> selector) {
        String counter = sequence.stage() + "/" + sequence.name() + "/" + call.task();
        ContextRow context =
                work.context(sequence.project(), sequence.context()).withDispatch(counter);
        work.write(ContextRow.TABLE, context);
        TaskRow.Dispatch dispatch = new TaskRow.Dispatch(
                sequence.id(),
                sequence.project(),
                sequence.context(),
                call.state(),
                call.turn(),
                call.task(),
                context.dispatches().getOrDefault(counter, 1),
                call.continueOnFail(),
                call.place(),
                firstTurn,
                selector,
                null);
        return new TaskRow(
                dispatch,
                attempt,
                event.id(),
                number,
                call.token(),
                redrive(sequence, call),
                call.retry(),
                services,
                Map.of(),
                work.now().plus(START_WITHIN),
                work.now().plusSeconds(call.timeoutSeconds()),
                null,
                null);
    }

    /** Why the task of a loop is not asked again, null if it is. */
    private static @Nullable String endOfLoop(TaskCall call, int firstTurn, Optional<TaskRow> before) {
        Outcome failed = before.map(TaskRow::failedLater).orElse(null);
        if (failed != null) {
            return failed.message().isEmpty() ? "`" + call.task() + "` failed after its progress" : failed.message();
        }
        return call.turns() > 0 && call.turn() - firstTurn >= call.turns()
                ? "`" + call.task() + "` has reported progress " + call.turns() + " times and has not finished"
                : null;
    }

    /** What selectors of task services match: the task's properties before the labels of the payload. */
    private static Map<String, @Nullable Object> selector(Map<String, @Nullable Object> data, TaskCall call) {
        Map<String, @Nullable Object> selector = new LinkedHashMap<>();
        selector.putAll(SelectorValues.of(Payload.labels(data)));
        selector.putAll(SelectorValues.of(call.properties()));
        return selector;
    }
}
