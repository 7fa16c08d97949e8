package sh.keptn.standalone.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.time.CallBrokenOff;
import sh.keptn.standalone.time.Timeline;

/**
 * Calls functions and tells their executions what becomes of the calls, errors as Lambda shows them. A function that cannot
 * reach the disk is called again after a while: it has done nothing, and a retrier would count that as a failure. Safe for
 * several threads.
 */
final class FunctionCalls {

    private static final Duration REST = Duration.ofSeconds(5);

    private final FunctionInvoker functions;
    private final Timeline timeline;
    private final BooleanSupplier over;
    private final BiConsumer<String, Signal> tell;

    /** Whether a function could not reach the disk since one last could: that is reported once. */
    private volatile boolean resting;

    /**
     * @param over whether waiting for the disk is in vain
     * @param tell takes an execution's reference and what has become of a call, on the timeline's workers
     */
    FunctionCalls(FunctionInvoker functions, Timeline timeline, BooleanSupplier over, BiConsumer<String, Signal> tell) {
        this.functions = functions;
        this.timeline = timeline;
        this.over = over;
        this.tell = tell;
    }

    /**
     * Calls a function on the timeline's workers.
     *
     * @param number of the wait that the call belongs to
     */
    void start(FunctionCall call, long number) {
        timeline.run(() -> call(call, number));
    }

    private void call(FunctionCall call, long number) {
        Signal end;
        try {
            end = end(call, number);
        } catch (StoreUnavailableException | DatabaseException e) {
            timeline.at(timeline.clock().instant().plus(REST), Timeline.Kind.PROGRESS, () -> call(call, number));
            if (!resting) {
                resting = true;
                // Reported, as everything is that work on the timeline throws.
                throw e;
            }
            return;
        }
        resting = false;
        if (end != null) {
            tell.accept(call.execution(), end);
        }
    }

    /** What has become of a call; null where nothing is known of its end. */
    private @Nullable Signal end(FunctionCall call, long number) {
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
