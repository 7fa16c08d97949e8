package sh.keptn.standalone.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.time.CallBrokenOff;

/** Calls functions and makes signals of what becomes of the calls, errors as Lambda shows them. */
final class FunctionCalls {

    private final FunctionInvoker functions;
    private final BooleanSupplier over;

    /** @param over whether waiting for the disk is in vain */
    FunctionCalls(FunctionInvoker functions, BooleanSupplier over) {
        this.functions = functions;
        this.over = over;
    }

    /**
     * Calls a function.
     *
     * @param number of the wait that the call belongs to
     * @return null where nothing is known of its end
     * @throws StoreUnavailableException if it could store nothing, and may do so later
     * @throws DatabaseException the same
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
        } catch (StoreUnavailableException | DatabaseException e) {
            if (!over.getAsBoolean()) {
                throw e;
            }
            return failed(number, e);
        } catch (RuntimeException | Error e) {
            return failed(number, e);
        }
    }

    private static Signal failed(long number, Throwable error) {
        return new Signal.Failed(number, error.getClass().getSimpleName(), Quotas.cause(lambdaCause(error)));
    }

    /** The shape of Lambda's function errors ("Lambda, AWS Lambda function errors in Java"), without the stack. */
    private static String lambdaCause(Throwable error) {
        Map<String, Object> cause = new LinkedHashMap<>();
        cause.put("errorMessage", String.valueOf(error.getMessage()));
        cause.put("errorType", error.getClass().getSimpleName());
        return Json.write(cause);
    }
}
