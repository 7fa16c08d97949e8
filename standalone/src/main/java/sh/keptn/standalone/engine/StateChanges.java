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
        exit(common.assign(), common.output(), draft.visit().input(), Map.of(), common.next());
    }

    /**
     * Leaves the current state. Assign and Output see the variables as they were (Step Functions, "Passing data between
     * states with variables").
     *
     * @param result the output where the state has no Output
     * @param more what {@code $states} has for Assign and Output
     * @param next the state to enter, null to end the execution or its branch
     */
    void exit(
            @Nullable Template assign,
            @Nullable Template output,
            @Nullable Object result,
            Map<String, ? extends @Nullable Object> more,
            @Nullable String next) {
        Scope scope = draft.scope(more);
        String name = draft.visit().state();
        Map<String, @Nullable Object> assigned =
                assign != null && assign.evaluate(scope, "Assign") instanceof Map<?, ?> map
                        ? Json.object(map)
                        : Map.of();
        Object value = output == null ? result : output.evaluate(scope, "Output");
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("name", name);
        details.putAll(TransitionLog.text("output", Quotas.data(value, name)));
        if (!assigned.isEmpty()) {
            details.putAll(assignedVariables(assigned, name));
            draft.assign(assigned);
        }
        log.addToVisit(draft.state().type() + "StateExited", details);
        long exited = draft.visit().lastEvent();
        if (next != null) {
            enter(next, value, exited);
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
            exit(common.assign(), common.output(), outputs, Map.of("result", outputs), common.next());
        } catch (StateError e) {
            errors.stateFailed(e);
        }
    }

    /** Fails the execution in its current state; an empty error is none. */
    void fail(@Nullable String error, @Nullable String cause) {
        log.add("ExecutionFailed", draft.visit().lastEvent(), TransitionLog.error(error, cause));
        draft.finish(ExecutionStatus.FAILED, error == null || error.isEmpty() ? null : error, cause);
    }

    /** Ends the execution from outside. */
    void abort(@Nullable String error, @Nullable String cause) {
        log.add("ExecutionAborted", draft.lastEvent(), TransitionLog.error(error, cause));
        draft.finish(ExecutionStatus.ABORTED, error, cause);
    }

    /** Ends the execution at the machine's own TimeoutSeconds. */
    void timeOut() {
        log.add("ExecutionTimedOut", draft.lastEvent(), Map.of());
        draft.finish(ExecutionStatus.TIMED_OUT, null, null);
    }

    private static Map<String, @Nullable Object> assignedVariables(
            Map<String, @Nullable Object> assigned, String state) {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        assigned.forEach((variable, value) -> texts.put(variable, Quotas.data(value, state)));
        return TransitionLog.details("assignedVariables", texts);
    }
}
