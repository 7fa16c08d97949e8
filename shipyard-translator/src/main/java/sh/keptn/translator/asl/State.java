package sh.keptn.translator.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state. */
public sealed interface State {

    /** Unique in its machine. */
    String name();

    /** For people; says where the author wrote what became this state. */
    String comment();

    /** The state that follows, null where the machine ends. */
    @Nullable
    String next();

    /** History events that passing this state once adds, without retries. */
    int historyEvents();

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
            JsonataExpression output,
            @Nullable String next)
            implements State {

        public CallFunction {
            payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
            retriers = List.copyOf(retriers);
        }

        @Override
        public int historyEvents() {
            return waitForTaskToken ? 6 : 5;
        }
    }

    /** Waits. */
    record Wait(String name, String comment, int seconds, String next) implements State {
        @Override
        public int historyEvents() {
            return 2;
        }
    }
}
