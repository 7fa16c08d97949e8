package sh.keptn.translator.shipyard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A task.
 *
 * @param properties as the author wrote them, JSON-like values; handed to whoever does the task
 * @param triggeredAfter delay before the task, null for none
 * @param timeout how long the task may take, null for the default
 * @param position of the name
 */
public record Task(
        String name,
        Map<String, @Nullable Object> properties,
        @Nullable DurationText triggeredAfter,
        @Nullable DurationText timeout,
        SourcePosition position) {
    public Task {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** A duration as the author wrote it, not checked. */
    public record DurationText(String text, SourcePosition position) {}
}
