package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** Calls the functions of Task states. At least once: after a crash a call that may have been made is made again. */
@FunctionalInterface
public interface FunctionInvoker {

    /**
     * Calls a function and waits for it.
     *
     * @return a JSON value; {@code lambda:invoke} wraps it as Lambda's answer, unless it is a {@link WholeResult}
     * @throws FunctionFailed with the error that Retry and Catch see; any other exception is an error named by the simple
     *     name of its class, as Lambda does
     */
    @Nullable
    Object invoke(FunctionCall call);
}
