package sh.keptn.controlplane.rows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.controlplane.payload.Outcome;

/**
 * The tasks of a run that have ended, in an order that does not depend on which branch of a parallel block was faster.
 *
 * @param tasks one after the other; those of one parallel block in the order of the file
 */
public record DoneTasks(List<DoneTask> tasks) {

    public DoneTasks {
        tasks = List.copyOf(tasks);
    }

    /** Those of a run, of which the row knows in which order they ended. */
    public static DoneTasks of(SequenceRow sequence) {
        return ordered(sequence.done());
    }

    /** What a task of a parallel block sees: everything before the block, and its own branch. */
    public static DoneTasks seenBy(SequenceRow sequence, TaskPlace place) {
        return ordered(sequence.done().stream()
                .filter(task -> task.place().parallel() != place.parallel()
                        || place.parallel() == 0
                        || task.place().branch() == place.branch())
                .toList());
    }

    private static DoneTasks ordered(List<DoneTask> done) {
        List<DoneTask> all = new ArrayList<>();
        int from = 0;
        while (from < done.size()) {
            int to = from + 1;
            int block = done.get(from).place().parallel();
            while (block != 0 && to < done.size() && done.get(to).place().parallel() == block) {
                to++;
            }
            done.subList(from, to).stream()
                    .sorted(Comparator.comparing(
                            task -> block == 0 ? 0 : task.place().index()))
                    .forEach(all::add);
            from = to;
        }
        return new DoneTasks(all);
    }

    /** How the run has gone so far: as the last task, or combined as the last branches; empty if none has ended. */
    public Optional<Outcome> outcome() {
        return tasks.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Outcome.combine(last().stream().map(DoneTask::outcome).toList()));
    }

    /** The last task; after a parallel block the last one of each branch. */
    public List<DoneTask> last() {
        if (tasks.isEmpty()) {
            return List.of();
        }
        DoneTask last = tasks.get(tasks.size() - 1);
        if (last.place().parallel() == 0) {
            return List.of(last);
        }
        Map<Integer, DoneTask> byBranch = new LinkedHashMap<>();
        tasks.stream()
                .filter(task -> task.place().parallel() == last.place().parallel())
                .forEach(task -> byBranch.put(task.place().branch(), task));
        return List.copyOf(byBranch.values());
    }

    /** Whether the run has ended with the progress of a task, so that others go on. */
    public boolean endInProgress() {
        return last().stream().anyMatch(DoneTask::progressed);
    }
}
