package sh.keptn.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Writes one JSON object per line, as log queries read them. Payloads are never written: they may hold what is nobody's business. */
public final class Log {

    private final Consumer<String> lines;
    private final String function;
    private final String requestId;

    /** @param lines takes a line with its line feed */
    public Log(Consumer<String> lines, String function, String requestId) {
        this.lines = lines;
        this.function = function;
        this.requestId = requestId;
    }

    /** Something that nobody has to look at. */
    public void info(String message, Map<String, ? extends @Nullable Object> fields) {
        write("INFO", message, fields);
    }

    /** Something that was not done, rightly so: a refused event, say. */
    public void warn(String message, Map<String, ? extends @Nullable Object> fields) {
        write("WARN", message, fields);
    }

    /** Something that has failed and will be tried again, or ends in a queue of failures. */
    public void error(Throwable failure, Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
        all.put("errorType", failure.getClass().getName());
        Throwable cause = failure.getCause();
        if (cause != null) {
            all.put("cause", cause.toString());
        }
        write("ERROR", String.valueOf(failure.getMessage()), all);
    }

    private void write(String level, String message, Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("level", level);
        line.put("message", message);
        line.put("function", function);
        line.put("requestId", requestId);
        line.putAll(fields);
        lines.accept(Json.write(line) + "\n");
    }
}
