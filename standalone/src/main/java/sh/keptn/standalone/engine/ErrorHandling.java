package sh.keptn.standalone.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Decides what an error of the current state leads to: another attempt (Retry), another state (Catch) or the end. */
final class ErrorHandling {

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
        draft.join();
        logEvaluation(error);
        log.addToVisit(draft.state().type() + "StateFailed", Map.of());
        handle(error);
    }

    /**
     * Handles an error that is in the log: in the state that failed, else in the innermost Parallel or Map state around it that
     * has something for it, whose branches are then dropped. Nobody: the execution fails, and keeps its branches for a redrive.
     */
    void handle(StateError error) {
        long failed = draft.branch().id();
        boolean isHandled = selectHandler(error);
        long handler = draft.branch().id();
        draft.select(failed);
        while (draft.branch().id() != handler) {
            leaveFailedBranch();
        }
        if (!isHandled) {
            changes.fail(error.shown(), error.errorCause());
            return;
        }
        draft.join();
        if (!retry(error)) {
            handOver(error);
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
        return retrier(error)
                        .filter(i -> attempts().get(i)
                                < draft.state().retriers().get(i).maxAttempts())
                        .isPresent()
                || draft.state().catchers().stream()
                        .anyMatch(catcher -> ErrorNames.match(catcher.errors(), error.error()));
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

    private void handOver(StateError error) {
        List<State.Catcher> catchers = draft.state().catchers();
        for (int i = 0; i < catchers.size(); i++) {
            State.Catcher catcher = catchers.get(i);
            if (ErrorNames.match(catcher.errors(), error.error())) {
                handOver(new Way("Catch[" + i + "]/", catcher.assign(), catcher.output(), catcher.next()), error);
                return;
            }
        }
    }

    /** An error of the Catcher's own fields is not handled by its state. */
    private void handOver(Way way, StateError error) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("Error", error.shown());
        output.put("Cause", error.errorCause() == null ? "" : error.errorCause());
        try {
            changes.exit(way, output, Map.of("errorOutput", output));
        } catch (StateError e) {
            logEvaluation(e);
            failOutside(e);
        }
    }

    private void failOutside(StateError error) {
        if (draft.branch().isTrunk()) {
            changes.fail(error.error(), error.errorCause());
            return;
        }
        leaveFailedBranch();
        handle(error);
    }

    /** Selects the state whose branch has failed, which fails too. */
    private void leaveFailedBranch() {
        Branch failed = draft.branch();
        long event = draft.visit().lastEvent();
        draft.select(failed.parent());
        if (draft.state() instanceof State.Map) {
            event = log.add("MapIterationFailed", event, log.iteration(failed));
        }
        draft.visit(draft.visit().withLastEvent(event));
        log.addToVisit(draft.state().type() + "StateFailed", Map.of());
    }
}
