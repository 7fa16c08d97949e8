package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/**
 * A call of a function by a Task state.
 *
 * @param functionName as it stands in the definition: {@code FunctionName}, or the Resource that is a function ARN
 * @param payload a JSON value, the same when the call is repeated
 * @param execution the execution's reference
 * @param state the name of the state
 * @param token the task token of this attempt, null unless the state waits for one
 */
public record FunctionCall(
        String functionName,
        @Nullable Object payload,
        String execution,
        String state,
        @Nullable String token) {}
