package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.engine.Snapshot.Visit;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/**
 * The Amazon States Language as a function: definition, snapshot and signal give the next snapshot and log entries. A
 * step goes on until the execution waits or has ended. What has to be done afterwards follows from the snapshot alone
 * ({@link Snapshot#waiting}).
 */
final class Interpreter {

    private final Chance chance;

    Interpreter(Chance chance) {
        this.chance = chance;
    }

    /** An execution before its first step. */
    static Snapshot create(String reference, String machine, String name, @Nullable Object input, Instant now) {
        return new Snapshot(
                reference, machine, name, input, now, Outcome.RUNNING, Map.of(), 0, 0, 0, null, List.of(), null, null);
    }

    /** What the signal makes of the execution; null where it comes too late or does not concern it. */
    @Nullable
    Step step(Definition definition, Snapshot before, Signal signal, Instant now) {
        Transition transition = new Transition(definition, before, now, chance);
        try {
            return step(transition, before, signal, now);
        } catch (TransitionLog.HistoryFull e) {
            transition.full();
            return transition.end();
        }
    }

    private static @Nullable Step step(Transition transition, Snapshot before, Signal signal, Instant now) {
        boolean running = before.outcome().status() == ExecutionStatus.RUNNING;
        if (signal instanceof Signal.Redriven redriven) {
            return redrive(transition, before, redriven);
        }
        if (!running) {
            return null;
        }
        if (signal instanceof Signal.Started) {
            transition.start(before);
            return transition.end();
        }
        if (signal instanceof Signal.Stopped stopped) {
            transition.stop(stopped.error(), stopped.cause());
            return transition.end();
        }
        if (signal instanceof Signal.Clock) {
            return clock(transition, before, now);
        }
        return before.waiting() instanceof Waiting.ForTask task ? answer(transition, task, signal) : null;
    }

    private static @Nullable Step answer(Transition transition, Waiting.ForTask task, Signal signal) {
        if (signal instanceof Signal.Returned returned && returned.number() == task.number() && !task.returned()) {
            transition.returned(task, returned);
        } else if (signal instanceof Signal.Failed failed && failed.number() == task.number() && !task.returned()) {
            transition.taskFailed(failed.error(), failed.cause());
        } else if (signal instanceof Signal.TokenSucceeded answer
                && answer.token().equals(task.token())) {
            transition.taskSucceeded(answer.output());
        } else if (signal instanceof Signal.TokenFailed answer && answer.token().equals(task.token())) {
            transition.taskFailed(answer.error(), answer.cause());
        } else if (signal instanceof Signal.Heartbeat beat && beat.token().equals(task.token())) {
            transition.heartbeat(task);
        } else {
            return null;
        }
        return transition.end();
    }

    private static @Nullable Step clock(Transition transition, Snapshot before, Instant now) {
        Waiting waiting = before.waiting();
        if (due(before.deadline(), now)) {
            transition.timeOut();
        } else if (waiting instanceof Waiting.ForTask task && due(task.deadline(), now)) {
            transition.taskTimedOut(StateError.TIMEOUT);
        } else if (waiting instanceof Waiting.ForTask task && due(task.heartbeatDue(), now)) {
            transition.taskTimedOut(StateError.HEARTBEAT_TIMEOUT);
        } else if (waiting instanceof Waiting.ForTime time && due(time.due(), now)) {
            transition.waited();
        } else if (waiting instanceof Waiting.ForRetry retry && due(retry.due(), now)) {
            transition.retry();
        } else {
            return null;
        }
        return transition.end();
    }

    private static @Nullable Step redrive(Transition transition, Snapshot before, Signal.Redriven redriven) {
        Visit visit = before.visit();
        ExecutionStatus status = before.outcome().status();
        if (status == ExecutionStatus.RUNNING || status == ExecutionStatus.SUCCEEDED || visit == null) {
            return null;
        }
        if (before.lastEvent() >= Quotas.EVENTS - 1) {
            return null;
        }
        List<String> tokens = new ArrayList<>(before.redriveTokens());
        tokens.add(redriven.clientToken());
        transition.redrive(visit, tokens);
        return transition.end();
    }

    private static boolean due(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }
}
