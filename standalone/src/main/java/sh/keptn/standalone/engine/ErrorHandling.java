package sh.keptn.standalone.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
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
        if (error.location() != null) {
            log.addEvaluationFailed(error);
        }
        handle(error);
    }

    /** Handles an error that is in the log. */
    void handle(StateError error) {
        if (!(draft.state() instanceof State.Task task && (retry(task, error) || handOver(task, error)))) {
            changes.fail(error.shown(), error.errorCause());
        }
    }

    private boolean retry(State.Task task, StateError error) {
        List<Integer> attempts = new ArrayList<>(draft.visit().attempts());
        while (attempts.size() < task.retriers().size()) {
            attempts.add(0);
        }
        for (int i = 0; i < task.retriers().size(); i++) {
            State.Retrier retrier = task.retriers().get(i);
            if (ErrorNames.match(retrier.errors(), error.error())) {
                int done = attempts.get(i);
                if (done >= retrier.maxAttempts()) {
                    return false;
                }
                attempts.set(i, done + 1);
                Waiting interval =
                        new Waiting.ForRetry(draft.nextNumber(), draft.now().plus(delay(retrier, done)));
                draft.visit(draft.visit().withAttempts(attempts).withWaiting(interval));
                return true;
            }
        }
        return false;
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

    private boolean handOver(State.Task task, StateError error) {
        for (State.Catcher catcher : task.catchers()) {
            if (ErrorNames.match(catcher.errors(), error.error())) {
                handOver(catcher, error);
                return true;
            }
        }
        return false;
    }

    /** An error of the Catcher's own fields is handled by nobody. */
    private void handOver(State.Catcher catcher, StateError error) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("Error", error.shown());
        output.put("Cause", error.errorCause() == null ? "" : error.errorCause());
        try {
            changes.exit(catcher.assign(), catcher.output(), output, Map.of("errorOutput", output), catcher.next());
        } catch (StateError e) {
            log.addEvaluationFailed(e);
            changes.fail(e.error(), e.errorCause());
        }
    }
}
