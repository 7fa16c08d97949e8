package sh.keptn.translator.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state. Assigned values are literals and {@link JsonataExpression}s; they are seen from the next state on. */
public sealed interface State {

    /** Unique in its machine, inside and outside of branches. */
    String name();

    /** For people; says where the author wrote what became this state. */
    String comment();

    /** The state that follows, null where the machine or the branch ends. */
    @Nullable
    String next();

    /**
     * Calls a function.
     *
     * @param functionName a placeholder such as {@code ${DispatchTask}}
     * @param waitForTaskToken whether the state waits until somebody answers the token
     * @param payload JSON-like values, {@link JsonataExpression}s among them
     */
    record CallFunction(
            String name,
            String comment,
            String functionName,
            boolean waitForTaskToken,
            Map<String, @Nullable Object> payload,
            int timeoutSeconds,
            List<Retrier> retriers,
            Map<String, Object> assign,
            JsonataExpression output,
            @Nullable String next)
            implements State {

        public CallFunction {
            payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
            retriers = List.copyOf(retriers);
            assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
        }
    }

    /** Waits. */
    record Wait(String name, String comment, int seconds, Map<String, Object> assign, String next) implements State {
        public Wait {
            assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
        }
    }

    /** Does nothing but assign. */
    record Pass(String name, String comment, Map<String, Object> assign, String next) implements State {
        public Pass {
            assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
        }
    }

    /**
     * Goes one of two ways.
     *
     * @param condition evaluates to a boolean
     * @param whenTrue the state that follows where it is true
     * @param next the state that follows otherwise
     */
    record Choice(String name, String comment, JsonataExpression condition, String whenTrue, String next)
            implements State {}

    /**
     * Runs branches at the same time; the first that fails fails the state and stops the others.
     *
     * @param branches the states of each, in the order in which they run
     */
    record Parallel(String name, String comment, List<List<State>> branches, JsonataExpression output, String next)
            implements State {
        public Parallel {
            branches = branches.stream().map(List::copyOf).toList();
        }
    }
}
