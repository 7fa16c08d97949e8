package sh.keptn.translator.shipyard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A task.
 *
 * @param properties as the author wrote them, JSON-like values; handed to whoever does the task
 * @param triggeredAfter delay before the task, null for none
 * @param timeout how long the task may take, null for the default
 * @param progress what runs each time the task reports progress, null where nothing does
 * @param position of the name
 */
public record Task(
        String name,
        Map<String, @Nullable Object> properties,
        @Nullable DurationText triggeredAfter,
        @Nullable DurationText timeout,
        @Nullable Progress progress,
        SourcePosition position)
        implements Step {

    private static final Set<String> REMEDIATIONS = Set.of("remediation", "remedation", "remediate");

    public Task {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /**
     * Whether the task tries one action after the other: what fails after an action leads to the next one. Any other task
     * that reports progress is a rollout, which a failing validation ends. User stories' files also spell it {@code remedation}.
     */
    public boolean isRemediation() {
        return REMEDIATIONS.contains(name);
    }

    /** Whether somebody decides whether the sequence goes on. */
    public boolean isApproval() {
        return name.equals("approval");
    }

    @Override
    public Stream<Task> tasks() {
        return progress == null
                ? Stream.of(this)
                : Stream.concat(Stream.of(this), progress.tasks().stream().flatMap(Task::tasks));
    }

    /**
     * The tasks that run each time a task reports progress; after them the task is asked to go on.
     *
     * @param tasks at least one, none of them with progress of its own
     * @param position of the key that names the progress
     */
    public record Progress(List<Task> tasks, SourcePosition position) {
        public Progress {
            tasks = List.copyOf(tasks);
        }
    }

    /** A duration as the author wrote it, not checked. */
    public record DurationText(String text, SourcePosition position) {}
}
