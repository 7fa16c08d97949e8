package sh.keptn.standalone.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Visit;

/**
 * What expressions of one state see.
 *
 * @param enteredEvent id of the event that entered the state, for messages
 * @param bindings values by name without the dollar sign: the variables and Step Functions' own object
 */
record Scope(String state, long enteredEvent, Map<String, @Nullable Object> bindings) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * The variables and {@code $states}.
     *
     * @param more what {@code $states} has beside {@code input} and {@code context}
     * @param token the task token in the Context object, null where the state waits for none
     * @param iteration of a Map state, null outside of one
     */
    static Scope of(
            Definition definition,
            Snapshot execution,
            Visit visit,
            Map<String, @Nullable Object> variables,
            Map<String, ? extends @Nullable Object> more,
            @Nullable String token,
            @Nullable Branch iteration) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        states.put("input", visit.input());
        states.putAll(more);
        states.put("context", context(definition, execution, visit, token, iteration));
        Map<String, @Nullable Object> bindings = new LinkedHashMap<>(variables);
        bindings.put("states", states);
        return new Scope(visit.state(), visit.enteredEvent(), bindings);
    }

    /** The input of the state. */
    @Nullable
    Object input() {
        return bindings.get("states") instanceof Map<?, ?> states ? states.get("input") : null;
    }

    /** An error of evaluating a field, or of the state where that is null, in the words of Step Functions. */
    StateError error(@Nullable String location, String what) {
        return new StateError(
                StateError.QUERY_EVALUATION,
                "An error occurred while executing the state '" + state + "' (entered at the event id #" + enteredEvent
                        + "). " + what,
                location);
    }

    /** Step Functions, "Accessing execution data from the Context object". */
    private static Map<String, @Nullable Object> context(
            Definition definition, Snapshot snapshot, Visit visit, @Nullable String token, @Nullable Branch iteration) {
        Map<String, @Nullable Object> execution = new LinkedHashMap<>();
        execution.put("Id", snapshot.reference());
        execution.put("Input", snapshot.input());
        execution.put("Name", snapshot.name());
        execution.put("RoleArn", TransitionLog.ROLE);
        execution.put("StartTime", time(snapshot.started()));
        if (snapshot.redriven() != null) {
            execution.put("RedriveCount", (long) snapshot.redrives());
            execution.put("RedriveTime", time(snapshot.redriven()));
        }
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("EnteredTime", time(visit.entered()));
        state.put("Name", visit.state());
        state.put("RetryCount", (long) visit.retries());
        Map<String, @Nullable Object> stateMachine = new LinkedHashMap<>();
        stateMachine.put("Id", snapshot.machine().split("#", 2)[0]);
        stateMachine.put("Name", definition.name());
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("Execution", execution);
        context.put("State", state);
        context.put("StateMachine", stateMachine);
        if (iteration != null) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("Index", (long) iteration.index());
            item.put("Value", iteration.item());
            context.put("Map", Map.of("Item", item));
        }
        if (token != null) {
            context.put("Task", Map.of("Token", token));
        }
        return context;
    }

    /** ISO-8601 with milliseconds, as the samples in Step Functions' documentation. */
    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
