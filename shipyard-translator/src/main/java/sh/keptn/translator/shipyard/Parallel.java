package sh.keptn.translator.shipyard;

import java.util.List;
import java.util.stream.Stream;
import sh.keptn.diagnostics.SourcePosition;

/**
 * Branches that run at the same time; the sequence goes on when all have ended, and fails with the first that fails.
 *
 * @param branches at least one, each with at least one task
 * @param position of the key {@code parallel}
 */
public record Parallel(List<List<Task>> branches, SourcePosition position) implements Step {
    public Parallel {
        branches = branches.stream().map(List::copyOf).toList();
    }

    @Override
    public Stream<Task> tasks() {
        return branches.stream().flatMap(List::stream).flatMap(Task::tasks);
    }
}
