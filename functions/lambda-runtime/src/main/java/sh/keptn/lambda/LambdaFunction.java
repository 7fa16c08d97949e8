package sh.keptn.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One function as Lambda invokes it. Lambda and everything that feeds it may invoke it again with the same payload. */
@FunctionalInterface
public interface LambdaFunction {

    /**
     * Handles one invocation.
     *
     * @return the answer as JSON value, null where nobody reads it
     * @throws InvalidInputException if the payload is none that this function can ever handle
     */
    @Nullable
    Object apply(Map<String, @Nullable Object> payload, Invocation invocation);
}
