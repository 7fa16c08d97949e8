package sh.keptn.standalone.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What expressions of one state see.
 *
 * @param enteredEvent id of the event that entered the state, for messages
 * @param bindings values by name without the dollar sign: the variables and Step Functions' own object
 */
record Scope(String state, long enteredEvent, Map<String, @Nullable Object> bindings) {

    /** An error of evaluating a field, in the words of Step Functions. */
    StateError error(String location, String what) {
        return new StateError(
                StateError.QUERY_EVALUATION,
                "An error occurred while executing the state '" + state + "' (entered at the event id #" + enteredEvent
                        + "). " + what,
                location);
    }
}
