package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.engine.Snapshot.Visit;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** The snapshot that a step is making: the one before it, with what has changed so far. */
final class Draft {

    private final Definition definition;
    private final Snapshot before;
    private final Instant now;

    private Outcome outcome;
    private Map<String, @Nullable Object> variables;
    private long lastEvent;
    private long lastNumber;
    private int redrives;
    private @Nullable Instant redriven;
    private List<String> redriveTokens;
    private @Nullable Instant deadline;
    private @Nullable Visit visit;

    Draft(Definition definition, Snapshot before, Instant now) {
        this.definition = definition;
        this.before = before;
        this.now = now;
        this.outcome = before.outcome();
        this.variables = before.variables();
        this.lastEvent = before.lastEvent();
        this.lastNumber = before.lastNumber();
        this.redrives = before.redrives();
        this.redriven = before.redriven();
        this.redriveTokens = before.redriveTokens();
        this.deadline = before.deadline();
        this.visit = before.visit();
    }

    Snapshot snapshot() {
        return new Snapshot(
                before.reference(),
                before.machine(),
                before.name(),
                before.input(),
                before.started(),
                outcome,
                variables,
                lastEvent,
                lastNumber,
                redrives,
                redriven,
                redriveTokens,
                deadline,
                visit);
    }

    Definition definition() {
        return definition;
    }

    String reference() {
        return before.reference();
    }

    Instant now() {
        return now;
    }

    long lastEvent() {
        return lastEvent;
    }

    /** The id of the next log entry. */
    long nextEvent() {
        return ++lastEvent;
    }

    /** The number of the next wait. */
    long nextNumber() {
        return ++lastNumber;
    }

    boolean isRunning() {
        return outcome.status() == ExecutionStatus.RUNNING;
    }

    /** Whether the current state has neither begun to wait nor ended. */
    boolean isInMotion() {
        return isRunning() && visit().waiting() == null;
    }

    /** The current state's definition. */
    State state() {
        return definition.state(visit().state());
    }

    /** The visit of the current state. */
    Visit visit() {
        if (visit == null) {
            throw new IllegalStateException("execution " + before.reference() + " is in no state");
        }
        return visit;
    }

    void visit(Visit changed) {
        visit = changed;
    }

    void waitFor(@Nullable Waiting waiting) {
        visit = visit().withWaiting(waiting);
    }

    void assign(Map<String, @Nullable Object> assigned) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
        all.putAll(assigned);
        variables = all;
    }

    /** Starts the machine's own TimeoutSeconds. */
    void setDeadline() {
        Long seconds = definition.timeoutSeconds();
        deadline = seconds == null ? null : now.plusSeconds(seconds);
    }

    void succeed(@Nullable Object output) {
        outcome = new Outcome(ExecutionStatus.SUCCEEDED, now, output, null, null);
        visit = null;
        deadline = null;
    }

    /** Ends without success; the visit stays for a redrive. */
    void finish(ExecutionStatus status, @Nullable String error, @Nullable String cause) {
        outcome = new Outcome(status, now, null, error, cause);
        waitFor(null);
        deadline = null;
    }

    /**
     * Runs again after an end without success.
     *
     * @return how many redrives there were
     */
    int redrive(List<String> tokens) {
        redrives++;
        redriven = now;
        redriveTokens = List.copyOf(tokens);
        outcome = Outcome.RUNNING;
        setDeadline();
        return redrives;
    }

    /** What expressions of the current state see, with {@code more} in {@code $states}. */
    Scope scope(Map<String, ? extends @Nullable Object> more) {
        return scope(more, null);
    }

    /** What expressions of a Task see that is about to wait for a token. */
    Scope scope(Map<String, ? extends @Nullable Object> more, @Nullable String token) {
        return Scope.of(definition, snapshot(), visit(), more, token);
    }
}
