package sh.keptn.standalone.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Snapshot.Visit;

/** Enters and leaves states, and ends the execution. */
final class StateChanges {

    private final Draft draft;
    private final TransitionLog log;
    private final ObjLongConsumer<Branch> joined;

    /** @param joined told, with its last event, of a branch of the now current state that has ended */
    StateChanges(Draft draft, TransitionLog log, ObjLongConsumer<Branch> joined) {
        this.draft = draft;
        this.log = log;
        this.joined = joined;
    }

    /** @param previous the event that leads to the state, 0 at the start */
    void enter(String name, @Nullable Object input, long previous) {
        State state = draft.state(name);
        Map<String, @Nullable Object> details = TransitionLog.value("input", input);
        details.put("name", name);
        long event = log.add(state.type() + "StateEntered", previous, details);
        draft.visit(new Visit(name, input, draft.now(), event, previous, event, List.of(), null));
    }

    /** Leaves a state whose result is its input. */
    void exit(State.Common common) {
        exit(Way.of(common), draft.visit().input(), Map.of());
    }

    /**
     * Leaves the current state. Assign and Output see the variables as they were (Step Functions, "Passing data between
     * states with variables").
     *
     * @param result the output where the state has no Output
     * @param more what {@code $states} has for Assign and Output
     */
    void exit(Way way, @Nullable Object result, Map<String, ? extends @Nullable Object> more) {
        Scope scope = draft.scope(more);
        String name = draft.visit().state();
        Map<String, @Nullable Object> assigned =
                way.assign() != null && way.assign().evaluate(scope, way.within() + "Assign") instanceof Map<?, ?> map
                        ? Json.object(map)
                        : Map.of();
        Object value = way.output() == null ? result : way.output().evaluate(scope, way.within() + "Output");
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("name", name);
        details.putAll(TransitionLog.text("output", Quotas.data(value, name)));
        if (!assigned.isEmpty()) {
            details.putAll(assignedVariables(assigned, name));
        }
        log.addToVisit(draft.state().type() + "StateExited", details);
        long exited = draft.visit().lastEvent();
        if (way.next() != null) {
            enter(way.next(), value, exited);
        } else if (draft.branch().isTrunk()) {
            log.add("ExecutionSucceeded", exited, TransitionLog.value("output", value));
            draft.succeed(value);
        } else {
            draft.end(value);
            Branch ended = draft.branch();
            draft.select(ended.parent());
            joined.accept(ended, exited);
        }
    }

    /** Leaves a state whose branches have ended with these outputs. */
    void exitWith(State.Common common, List<@Nullable Object> outputs, ErrorHandling errors) {
        try {
            exit(Way.of(common), outputs, Map.of("result", outputs));
        } catch (StateError e) {
            errors.stateFailed(e);
        }
    }

    /** Fails the execution in its current state; an empty error is none. */
    void fail(@Nullable String error, @Nullable String cause) {
        log.add("ExecutionFailed", draft.visit().lastEvent(), TransitionLog.error(error, cause));
        draft.finish(ExecutionStatus.FAILED, error == null || error.isEmpty() ? null : error, cause);
    }

    /** Ends the execution from outside: no event of it leads to this one. */
    void abort(@Nullable String error, @Nullable String cause) {
        log.add("ExecutionAborted", 0, TransitionLog.error(error, cause));
        draft.finish(ExecutionStatus.ABORTED, error, cause);
    }

    /** Ends the execution at the machine's own TimeoutSeconds, after no event of it. */
    void timeOut() {
        log.add("ExecutionTimedOut", 0, Map.of());
        draft.finish(ExecutionStatus.TIMED_OUT, null, null);
    }

    /** Step Functions, "Passing data between states with variables": each is limited, all of one Assign, and all there are. */
    private Map<String, @Nullable Object> assignedVariables(Map<String, @Nullable Object> assigned, String state) {
        Quotas.data(assigned, state);
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        assigned.forEach((variable, value) -> texts.put(variable, Json.write(value)));
        draft.assign(assigned);
        Quotas.checkVariables(draft.assigned(), state);
        return TransitionLog.details("assignedVariables", texts);
    }
}
