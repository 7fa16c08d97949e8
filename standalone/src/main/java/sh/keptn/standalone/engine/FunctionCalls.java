package sh.keptn.standalone.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.time.CallBrokenOff;

/** Calls functions and makes signals of what becomes of the calls, errors as Lambda shows them. */
final class FunctionCalls {

    private final FunctionInvoker functions;

    FunctionCalls(FunctionInvoker functions) {
        this.functions = functions;
    }

    /**
     * Calls a function.
     *
     * @param number of the wait that the call belongs to
     * @return null where nothing is known of its end
     */
    @Nullable
    Signal call(FunctionCall call, long number) {
        try {
            Object value = functions.invoke(call);
            return value instanceof WholeResult whole
                    ? new Signal.Returned(number, whole.value(), true)
                    : new Signal.Returned(number, value, false);
        } catch (CallBrokenOff e) {
            return null;
        } catch (FunctionFailed e) {
            return new Signal.Failed(number, Quotas.error(e.error()), Quotas.cause(e.failureCause()));
        } catch (RuntimeException | Error e) {
            return new Signal.Failed(number, e.getClass().getSimpleName(), Quotas.cause(lambdaCause(e)));
        }
    }

    /** The shape of Lambda's function errors ("Lambda, AWS Lambda function errors in Java"), without the stack. */
    private static String lambdaCause(Throwable error) {
        Map<String, Object> cause = new LinkedHashMap<>();
        cause.put("errorMessage", String.valueOf(error.getMessage()));
        cause.put("errorType", error.getClass().getSimpleName());
        return Json.write(cause);
    }
}
