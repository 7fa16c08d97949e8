package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private long lastEvent;
    private long lastNumber;
    private int redrives;
    private @Nullable Instant redriven;
    private List<String> redriveTokens;
    private @Nullable Instant deadline;
    private final Map<Long, Branch> branches = new LinkedHashMap<>();
    private long current = Branch.TRUNK;

    Draft(Definition definition, Snapshot before, Instant now) {
        this.definition = definition;
        this.before = before;
        this.now = now;
        this.outcome = before.outcome();
        this.lastEvent = before.lastEvent();
        this.lastNumber = before.lastNumber();
        this.redrives = before.redrives();
        this.redriven = before.redriven();
        this.redriveTokens = before.redriveTokens();
        this.deadline = before.deadline();
        before.branches().forEach(branch -> branches.put(branch.id(), branch));
    }

    Snapshot snapshot() {
        return new Snapshot(
                before.reference(),
                before.machine(),
                before.name(),
                before.input(),
                before.started(),
                outcome,
                lastEvent,
                lastNumber,
                redrives,
                redriven,
                redriveTokens,
                deadline,
                List.copyOf(branches.values()));
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

    // The branch that is worked on

    /** Works on a branch from now on. */
    void select(long branch) {
        current = branch;
    }

    /** Selects a branch whose state has neither begun to wait nor ended; false where there is none. */
    boolean selectInMotion() {
        Optional<Branch> moving = branches.values().stream()
                .filter(branch -> branch.visit() != null && branch.visit().waiting() == null)
                .findFirst();
        moving.ifPresent(branch -> select(branch.id()));
        return isRunning() && moving.isPresent();
    }

    Branch branch() {
        return branch(current);
    }

    /** The current state's definition. */
    State state() {
        return state(visit().state());
    }

    /** A state of the machine or branch that is worked on. */
    State state(String name) {
        return states(branch()).state(name);
    }

    private StateGraph states(Branch branch) {
        if (branch.isTrunk()) {
            return definition.graph();
        }
        Branch parent = branch(branch.parent());
        State state = current(parent);
        return state instanceof State.Parallel parallel
                ? parallel.branches().get(branch.index())
                : ((State.Map) state).processor();
    }

    private State current(Branch branch) {
        return states(branch).state(Objects.requireNonNull(branch.visit()).state());
    }

    /** The visit of the current state. */
    Visit visit() {
        Visit visit = branch().visit();
        if (visit == null) {
            throw new IllegalStateException("execution " + before.reference() + " is in no state");
        }
        return visit;
    }

    void visit(Visit changed) {
        put(branch().withVisit(changed));
    }

    void waitFor(@Nullable Waiting waiting) {
        visit(visit().withWaiting(waiting));
    }

    void assign(Map<String, @Nullable Object> assigned) {
        put(branch().assigned(assigned));
    }

    /** The variables of all branches. */
    List<Map<String, @Nullable Object>> assigned() {
        return branches.values().stream().map(Branch::variables).toList();
    }

    // Branches of the current state

    /** Adds a branch of the current state for each item; none of them is in a state yet. */
    List<Branch> fork(List<?> items) {
        List<Branch> forked = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            Branch branch = Branch.of(nextNumber(), current, index, items.get(index));
            put(branch);
            forked.add(branch);
        }
        return forked;
    }

    /** The branches of a branch's current state, in the order of the definition. */
    List<Branch> forked(Branch parent) {
        return branches.values().stream()
                .filter(branch -> branch.parent() == parent.id())
                .toList();
    }

    /** The branch that is worked on has ended. */
    void end(@Nullable Object output) {
        put(branch().ended(output));
    }

    /** Drops the branches of the current state, and theirs. */
    void join() {
        drop(branch());
    }

    private void drop(Branch parent) {
        for (Branch branch : forked(parent)) {
            drop(branch);
            branches.remove(branch.id());
        }
    }

    /** The branches in which something runs: those that wait for branches of their own are not among them. */
    List<Branch> leaves() {
        return branches.values().stream()
                .filter(branch -> branch.visit() != null && forked(branch).isEmpty())
                .toList();
    }

    private Branch branch(long id) {
        Branch branch = branches.get(id);
        if (branch == null) {
            throw new IllegalStateException("execution " + before.reference() + " has no branch " + id);
        }
        return branch;
    }

    private void put(Branch branch) {
        branches.put(branch.id(), branch);
    }

    /** Starts the machine's own TimeoutSeconds. */
    void setDeadline() {
        Long seconds = definition.timeoutSeconds();
        deadline = seconds == null ? null : now.plusSeconds(seconds);
    }

    void succeed(@Nullable Object output) {
        outcome = new Outcome(ExecutionStatus.SUCCEEDED, now, output, null, null);
        end(null);
        deadline = null;
    }

    /** Ends without success; the branches stay for a redrive. */
    void finish(ExecutionStatus status, @Nullable String error, @Nullable String cause) {
        outcome = new Outcome(status, now, null, error, cause);
        for (Branch leaf : leaves()) {
            put(leaf.withVisit(Objects.requireNonNull(leaf.visit()).withWaiting(null)));
        }
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
        return Scope.of(definition, snapshot(), visit(), variables(branch()), more, token, iteration(branch()));
    }

    /** What the current Map state's ItemSelector sees for an iteration. */
    Scope scopeOf(Branch iteration) {
        return Scope.of(definition, snapshot(), visit(), variables(branch()), Map.of(), null, iteration);
    }

    /** The innermost iteration that a branch is or is part of; null outside of Map states. */
    private @Nullable Branch iteration(Branch branch) {
        if (branch.isTrunk()) {
            return null;
        }
        Branch parent = branch(branch.parent());
        return current(parent) instanceof State.Map ? branch : iteration(parent);
    }

    private Map<String, @Nullable Object> variables(Branch branch) {
        Map<String, @Nullable Object> visible =
                branch.isTrunk() ? new LinkedHashMap<>() : variables(branch(branch.parent()));
        visible.putAll(branch.variables());
        return visible;
    }
}
