package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Visit;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/**
 * One step of an execution while it is worked out: takes what happened, then runs state after state until the execution
 * waits or has ended.
 */
final class Transition {

    private final Draft draft;
    private final TransitionLog log;
    private final StateChanges changes;
    private final ErrorHandling errors;
    private final TaskState tasks;
    private final WaitState waits;
    private final ChoiceState choices;
    private final ParallelState parallels;
    private final MapState maps;

    Transition(Definition definition, Snapshot before, Instant now, Chance chance) {
        this.draft = new Draft(definition, before, now);
        this.log = new TransitionLog(draft);
        this.changes = new StateChanges(draft, log, this::joined);
        this.errors = new ErrorHandling(draft, log, changes, chance.jitter());
        this.tasks = new TaskState(draft, log, changes, errors, chance.tokens());
        this.waits = new WaitState(draft, changes);
        this.choices = new ChoiceState(draft, changes);
        this.parallels = new ParallelState(draft, log, changes, errors);
        this.maps = new MapState(draft, log, changes, errors);
    }

    /** A branch of the current state has ended. */
    private void joined(Branch ended, long event) {
        if (draft.state() instanceof State.Map map) {
            maps.joined(map, ended, event);
        } else {
            parallels.joined((State.Parallel) draft.state(), event);
        }
    }

    /** Lets what happens next happen in a branch. */
    void select(Branch branch) {
        draft.select(branch.id());
    }

    Step end() {
        return new Step(draft.snapshot(), log.events());
    }

    // What can happen

    void start(Snapshot created) {
        Map<String, @Nullable Object> details = TransitionLog.value("input", created.input());
        details.put("roleArn", TransitionLog.ROLE);
        log.add("ExecutionStarted", 0, details);
        draft.setDeadline();
        changes.enter(draft.definition().graph().startAt(), created.input(), 0);
        proceed();
    }

    void returned(Waiting.ForTask task, Signal.Returned signal) {
        tasks.returned(task, signal);
        proceed();
    }

    void taskSucceeded(@Nullable Object result) {
        tasks.succeeded(result);
        proceed();
    }

    void taskFailed(@Nullable String error, @Nullable String cause) {
        tasks.failed(error, cause);
        proceed();
    }

    /** @param kind States.Timeout or States.HeartbeatTimeout */
    void taskTimedOut(String kind) {
        tasks.timedOut(kind);
        proceed();
    }

    void heartbeat(Waiting.ForTask task) {
        tasks.heartbeat(task);
    }

    void waited() {
        try {
            changes.exit(draft.state().common());
        } catch (StateError e) {
            errors.stateFailed(e);
        }
        proceed();
    }

    void retry() {
        draft.waitFor(null);
        proceed();
    }

    void stop(@Nullable String error, @Nullable String cause) {
        changes.abort(error, cause);
    }

    void timeOut() {
        changes.timeOut();
    }

    /** Ends an execution whose log has room for one more event only. */
    void full() {
        draft.select(Branch.TRUNK);
        changes.fail(
                StateError.RUNTIME,
                "The execution reached the maximum number of history events (" + Quotas.EVENTS + ").");
    }

    /**
     * Step Functions, "Redriving executions": a Task is scheduled again, other states are entered again. Of a Parallel or
     * Map state, the branches go on that had not ended.
     */
    void redrive(List<String> tokens) {
        int redrives = draft.redrive(tokens);
        long event = log.add("ExecutionRedriven", draft.lastEvent(), Map.of("redriveCount", redrives));
        for (Branch leaf : draft.leaves()) {
            select(leaf);
            Visit stopped = draft.visit();
            if (draft.state() instanceof State.Task) {
                draft.visit(stopped.withLastEvent(event).withAttempts(List.of()));
            } else {
                changes.enter(stopped.state(), stopped.input(), event);
            }
        }
        proceed();
    }

    // What the states do

    private void proceed() {
        while (draft.selectInMotion()) {
            try {
                run(draft.state());
            } catch (StateError e) {
                errors.stateFailed(e);
            }
        }
    }

    private void run(State state) {
        if (state instanceof State.Task task) {
            tasks.schedule(task);
        } else if (state instanceof State.Wait wait) {
            waits.run(wait);
        } else if (state instanceof State.Choice choice) {
            choices.run(choice);
        } else if (state instanceof State.Parallel parallel) {
            parallels.run(parallel);
        } else if (state instanceof State.Map map) {
            maps.run(map);
        } else if (state instanceof State.Fail fail) {
            Scope scope = draft.scope(Map.of());
            String error = fail.error() == null ? null : fail.error().text(scope, "Error");
            String cause = fail.cause() == null ? null : fail.cause().text(scope, "Cause");
            errors.handle(new StateError(error == null ? "" : error, cause, null));
        } else {
            changes.exit(state.common());
        }
    }
}
