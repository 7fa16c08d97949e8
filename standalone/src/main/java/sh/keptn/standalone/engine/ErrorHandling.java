package sh.keptn.standalone.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Decides what an error of the current state leads to: another attempt (Retry), another state (Catch) or the end. */
final class ErrorHandling {

    /** Step Functions, "HistoryEvent": the types of states that have an Aborted event. */
    private static final Set<String> IN_FLIGHT = Set.of("Task", "Wait", "Parallel", "Map");

    private static final String STATE_FAILED = "StateFailed";
    private static final long NO_BRANCH = -1;

    private final Draft draft;
    private final TransitionLog log;
    private final StateChanges changes;
    private final DoubleSupplier jitter;

    ErrorHandling(Draft draft, TransitionLog log, StateChanges changes, DoubleSupplier jitter) {
        this.draft = draft;
        this.log = log;
        this.changes = changes;
        this.jitter = jitter;
    }

    /** Logs and handles an error that the state itself made; one without a location has no event of its own. */
    void stateFailed(StateError error) {
        logEvaluation(error);
        handle(error);
    }

    private void logEvaluation(StateError error) {
        if (error.error().equals(StateError.QUERY_EVALUATION)) {
            log.addEvaluationFailed(error);
        }
    }

    /** Logs and handles an error of a Parallel or Map state itself, whose branches end with it. */
    void branchesFailed(StateError error) {
        logEvaluation(error);
        long event = draft.visit().lastEvent();
        logAborted(NO_BRANCH, event);
        logStateFailed(error);
        draft.join();
        handle(error, event);
    }

    /**
     * Handles an error that is in the log: in the state that failed, else in the innermost Parallel or Map state around it that
     * has something for it, whose branches are then dropped. Nobody: the execution fails, and keeps its branches for a redrive.
     */
    void handle(StateError error) {
        handle(error, draft.visit().lastEvent());
    }

    /** @param event the one that the error has in the log */
    private void handle(StateError error, long event) {
        long failed = draft.branch().id();
        boolean isHandled = selectHandler(error);
        long handler = draft.branch().id();
        draft.select(failed);
        if (!isHandled && error.error().equals(StateError.RUNTIME)) {
            // The states around it do not fail, it ends the execution at once.
            changes.fail(error.shown(), error.errorCause());
            return;
        }
        long last = event;
        while (draft.branch().id() != handler) {
            last = leaveFailedBranch(error);
        }
        if (!isHandled) {
            changes.fail(error.shown(), error.errorCause());
            return;
        }
        draft.join();
        if (!retry(error)) {
            handOver(error, last);
        }
    }

    /** Selects the branch whose state has something for the error, else the trunk; returns whether one has. */
    private boolean selectHandler(StateError error) {
        while (!isHandledHere(error)) {
            if (draft.branch().isTrunk()) {
                return false;
            }
            draft.select(draft.branch().parent());
        }
        return true;
    }

    private boolean isHandledHere(StateError error) {
        return isRetriedHere(error)
                || draft.state().catchers().stream()
                        .anyMatch(catcher -> ErrorNames.match(catcher.errors(), error.error()));
    }

    private boolean isRetriedHere(StateError error) {
        return retrier(error)
                .filter(i -> attempts().get(i) < draft.state().retriers().get(i).maxAttempts())
                .isPresent();
    }

    /** The first Retrier that names the error; only that one counts. */
    private Optional<Integer> retrier(StateError error) {
        List<State.Retrier> retriers = draft.state().retriers();
        return IntStream.range(0, retriers.size())
                .boxed()
                .filter(i -> ErrorNames.match(retriers.get(i).errors(), error.error()))
                .findFirst();
    }

    private List<Integer> attempts() {
        List<Integer> attempts = new ArrayList<>(draft.visit().attempts());
        while (attempts.size() < draft.state().retriers().size()) {
            attempts.add(0);
        }
        return attempts;
    }

    private boolean retry(StateError error) {
        Optional<Integer> index = retrier(error);
        if (index.isEmpty()) {
            return false;
        }
        State.Retrier retrier = draft.state().retriers().get(index.get());
        List<Integer> attempts = attempts();
        int done = attempts.get(index.get());
        if (done >= retrier.maxAttempts()) {
            return false;
        }
        attempts.set(index.get(), done + 1);
        Waiting interval = new Waiting.ForRetry(draft.nextNumber(), draft.now().plus(delay(retrier, done)));
        draft.visit(draft.visit().withAttempts(attempts).withWaiting(interval));
        return true;
    }

    /** ASL spec, "Retrying after error": IntervalSeconds, multiplied by BackoffRate each time, at most MaxDelaySeconds. */
    private Duration delay(State.Retrier retrier, int done) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), done);
        if (retrier.maxDelaySeconds() != null) {
            seconds = Math.min(seconds, retrier.maxDelaySeconds());
        }
        if (retrier.jitter()) {
            seconds *= jitter.getAsDouble();
        }
        return Duration.ofMillis((long) (Math.min(seconds, Quotas.SECONDS) * 1000));
    }

    private void handOver(StateError error, long event) {
        List<State.Catcher> catchers = draft.state().catchers();
        for (int i = 0; i < catchers.size(); i++) {
            State.Catcher catcher = catchers.get(i);
            if (ErrorNames.match(catcher.errors(), error.error())) {
                Way way = new Way("Catch[" + i + "]/", catcher.assign(), catcher.output(), catcher.next());
                handOver(way, error, event);
                return;
            }
        }
    }

    /** An error of the Catcher's own fields is not handled by its state, which fails once more, after the same event. */
    private void handOver(Way way, StateError error, long event) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("Error", error.shown());
        output.put("Cause", error.errorCause() == null ? "" : error.errorCause());
        try {
            changes.exit(way, output, Map.of("errorOutput", output));
        } catch (StateError e) {
            draft.visit(draft.visit().withLastEvent(event));
            logEvaluation(e);
            if (draft.state() instanceof State.Parallel || draft.state() instanceof State.Map) {
                log.addToVisit(draft.state().type() + STATE_FAILED, Map.of());
            }
            failOutside(e);
        }
    }

    private void failOutside(StateError error) {
        if (draft.branch().isTrunk()) {
            changes.fail(error.error(), error.errorCause());
            return;
        }
        long event = leaveFailedBranch(error);
        handle(error, event);
    }

    /**
     * Selects the state whose branch has failed. What else runs in it is aborted, and it fails too unless it is tried
     * again; all that follows the last event of the branch.
     *
     * @return that event
     */
    private long leaveFailedBranch(StateError error) {
        Branch failed = draft.branch();
        long event = draft.visit().lastEvent();
        if (draft.state() instanceof State.Task && draft.visit().waiting() != null) {
            log.add("TaskStateAborted", event, Map.of());
        }
        draft.select(failed.parent());
        logAborted(failed.id(), event);
        if (draft.state() instanceof State.Map) {
            log.add("MapIterationFailed", event, log.iteration(failed));
        }
        draft.visit(draft.visit().withLastEvent(event));
        logStateFailed(error);
        return event;
    }

    /** Logs what is in flight in the branches of the current state, but for the one that has failed. */
    private void logAborted(long failed, long event) {
        Branch parent = draft.branch();
        for (Branch branch : draft.forked(parent)) {
            if (branch.id() != failed && branch.visit() != null) {
                if (draft.state() instanceof State.Map) {
                    log.add("MapIterationAborted", event, log.iteration(branch));
                }
                draft.select(branch.id());
                if (IN_FLIGHT.contains(draft.state().type())) {
                    log.add(draft.state().type() + "StateAborted", event, Map.of());
                }
                logAborted(NO_BRANCH, event);
                draft.select(parent.id());
            }
        }
    }

    /** Logs that the current Parallel or Map state has failed, unless it is tried again. */
    private void logStateFailed(StateError error) {
        if (!isRetriedHere(error)) {
            log.addToVisit(draft.state().type() + STATE_FAILED, Map.of());
        }
    }
}
