package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Snapshot.Visit;

/** Writes what a step adds to the transition log: numbers its events and links each to the one before it. */
final class TransitionLog {

    /** The role of every execution: the engine asks nobody for permission. */
    static final String ROLE = "arn:aws:iam::000000000000:role/local";

    private static final Map<String, Object> NOT_TRUNCATED = Map.of("truncated", false);

    private final Draft draft;
    private final List<HistoryEvent> events = new ArrayList<>();

    TransitionLog(Draft draft) {
        this.draft = draft;
    }

    List<HistoryEvent> events() {
        return List.copyOf(events);
    }

    /**
     * Logs an event of the execution.
     *
     * @return its id
     * @throws HistoryFull if only the event that ends the execution has room
     */
    long add(String type, long previous, Map<String, @Nullable Object> details) {
        if (draft.lastEvent() >= Quotas.EVENTS - 1 && !type.startsWith("Execution")) {
            throw new HistoryFull();
        }
        long id = draft.nextEvent();
        events.add(new HistoryEvent(id, previous, type, draft.now(), details));
        return id;
    }

    /** Logs an event of the current state. */
    void addToVisit(String type, Map<String, @Nullable Object> details) {
        addToVisit(type, draft.visit().lastEvent(), details);
    }

    /**
     * Logs that a field of the current state cannot be evaluated. As recorded: where the state has done nothing yet, the
     * event before its entry counts as the previous one, but for Wait states.
     */
    void addEvaluationFailed(StateError error) {
        Visit visit = draft.visit();
        Map<String, @Nullable Object> details = error(error.error(), error.errorCause());
        if (error.location() != null) {
            details.put("location", error.location());
        }
        details.put("state", visit.state());
        boolean begun = visit.lastEvent() != visit.enteredEvent() || draft.state() instanceof State.Wait;
        addToVisit("EvaluationFailed", begun ? visit.lastEvent() : visit.beforeEntered(), details);
    }

    private void addToVisit(String type, long previous, Map<String, @Nullable Object> details) {
        long event = add(type, previous, details);
        draft.visit(draft.visit().withLastEvent(event));
    }

    /** The details of an event about an iteration of the current state. */
    Map<String, @Nullable Object> iteration(Branch iteration) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("index", (long) iteration.index());
        details.put("name", draft.visit().state());
        return details;
    }

    /** The details of an event that shows a value. */
    static Map<String, @Nullable Object> value(String name, @Nullable Object value) {
        return details(name, Json.write(value));
    }

    /** The details of an event that shows a value, given as its JSON text. */
    static Map<String, @Nullable Object> text(String name, String json) {
        return details(name, json);
    }

    /** What is shown under a name, and that it is whole. */
    static Map<String, @Nullable Object> details(String name, Object shown) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put(name, shown);
        details.put(name + "Details", NOT_TRUNCATED);
        return details;
    }

    /** The details of an event that shows an error; what the error does not have is left out. */
    static Map<String, @Nullable Object> error(@Nullable String error, @Nullable String cause) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (error != null && !error.isEmpty()) {
            details.put("error", error);
        }
        if (cause != null) {
            details.put("cause", cause);
        }
        return details;
    }

    /** The log has no room for what comes next. */
    static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super("history full", null, false, false);
        }
    }
}
