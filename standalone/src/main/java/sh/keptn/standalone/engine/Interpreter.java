package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/**
 * The Amazon States Language as a function: definition, snapshot and signal give the next snapshot and log entries. A
 * step goes on until the execution waits or has ended. What has to be done afterwards follows from the snapshot alone
 * ({@link Snapshot#waits}).
 */
final class Interpreter {

    private final Chance chance;

    Interpreter(Chance chance) {
        this.chance = chance;
    }

    /** An execution before its first step. */
    static Snapshot create(String reference, String machine, String name, @Nullable Object input, Instant now) {
        return new Snapshot(
                reference,
                machine,
                name,
                input,
                now,
                Outcome.RUNNING,
                0,
                0,
                0,
                null,
                List.of(),
                null,
                List.of(Branch.trunk()));
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
            return redrive(transition, before, redriven, now);
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
        for (Branch branch : before.branches()) {
            if (before.waiting(branch) instanceof Waiting.ForTask task && concerns(task, signal)) {
                transition.select(branch);
                answer(transition, task, signal);
                return transition.end();
            }
        }
        return null;
    }

    private static boolean concerns(Waiting.ForTask task, Signal signal) {
        if (signal instanceof Signal.Returned returned) {
            return returned.number() == task.number() && !task.returned();
        }
        if (signal instanceof Signal.Failed failed) {
            return failed.number() == task.number() && !task.returned();
        }
        return signal instanceof Signal.OfToken answer && answer.token().equals(task.token());
    }

    private static void answer(Transition transition, Waiting.ForTask task, Signal signal) {
        if (signal instanceof Signal.Returned returned) {
            transition.returned(task, returned);
        } else if (signal instanceof Signal.Failed failed) {
            transition.taskFailed(failed.error(), failed.cause());
        } else if (signal instanceof Signal.TokenSucceeded answer) {
            transition.taskSucceeded(answer.output());
        } else if (signal instanceof Signal.TokenFailed answer) {
            transition.taskFailed(answer.error(), answer.cause());
        } else {
            transition.heartbeat(task);
        }
    }

    /** One thing that is due; the next step takes the next one. */
    private static @Nullable Step clock(Transition transition, Snapshot before, Instant now) {
        if (due(before.deadline(), now)) {
            transition.timeOut();
            return transition.end();
        }
        for (Branch branch : before.branches()) {
            transition.select(branch);
            if (clock(transition, before.waiting(branch), now)) {
                return transition.end();
            }
        }
        return null;
    }

    private static boolean clock(Transition transition, @Nullable Waiting waiting, Instant now) {
        if (waiting instanceof Waiting.ForTask task && due(task.deadline(), now)) {
            transition.taskTimedOut(StateError.TIMEOUT);
        } else if (waiting instanceof Waiting.ForTask task && due(task.heartbeatDue(), now)) {
            transition.taskTimedOut(StateError.HEARTBEAT_TIMEOUT);
        } else if (waiting instanceof Waiting.ForTime time && due(time.due(), now)) {
            transition.waited();
        } else if (waiting instanceof Waiting.ForRetry retry && due(retry.due(), now)) {
            transition.retry();
        } else {
            return false;
        }
        return true;
    }

    private static @Nullable Step redrive(
            Transition transition, Snapshot before, Signal.Redriven redriven, Instant now) {
        if (!isRedrivable(before, now)) {
            return null;
        }
        List<String> tokens = new ArrayList<>(before.redriveTokens());
        tokens.add(redriven.clientToken());
        transition.redrive(tokens);
        return transition.end();
    }

    /** Step Functions, "Restarting state machine executions with redrive": the conditions. */
    private static boolean isRedrivable(Snapshot before, Instant now) {
        ExecutionStatus status = before.outcome().status();
        Instant stopped = before.outcome().stopped();
        return status != ExecutionStatus.RUNNING
                && status != ExecutionStatus.SUCCEEDED
                && before.lastEvent() < Quotas.EVENTS - 1
                && stopped != null
                && !now.isAfter(stopped.plus(Quotas.REDRIVABLE));
    }

    private static boolean due(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }
}
