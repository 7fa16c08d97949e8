package sh.keptn.services.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.approval.ApprovalService;

/**
 * Answers tasks without doing them.
 *
 * <p>An answers file is a JSON list of {@code {"stage", "sequence", "task", "occurrence", "result", "status", "message",
 * "data", "delay": "PT5S", "progress": [{"data": {}}]}}. Missing keys match anything, the first entry that matches counts;
 * without {@code result} and {@code status} it passes. {@code occurrence} counts the dispatches of a task's name in its stage
 * and sequence within the context, from 1. The entries of {@code progress} are used one for each dispatch, by {@code
 * data.<task>.iteration} (from 0, which may be missing), before the answer itself; an entry with progress whose {@code
 * occurrence} is the loop's first dispatch also matches the loop's further ones.
 */
public final class Simulation {

    /** What an answer says that says nothing itself. */
    public static final String MESSAGE = "simulated";

    private static final String APPROVAL = "approval";

    private final List<SimulatedTask> tasks;
    private final ApprovalService approvals = new ApprovalService();

    private Simulation(List<SimulatedTask> tasks) {
        this.tasks = List.copyOf(tasks);
    }

    /** A simulation without an answers file: everything passes, approvals decide by their own rules. */
    public static Simulation withoutAnswers() {
        return new Simulation(List.of());
    }

    /**
     * Reads an answers file.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws AnswersFileException if it is not such a file; with all problems, which name file and index (from 0)
     */
    public static Simulation parse(String file, String text) throws AnswersFileException {
        return new Simulation(new AnswersFile(file).read(text));
    }

    /** A task of a shipyard. */
    public record TaskName(String stage, String sequence, String task) {}

    /** The indexes, from 0, of the entries that are for none of these tasks: a name in them is misspelt. */
    public List<Integer> entriesForNone(Collection<TaskName> all) {
        return IntStream.range(0, tasks.size())
                .filter(i -> all.stream().noneMatch(one -> tasks.get(i).names(one.stage(), one.sequence(), one.task())))
                .boxed()
                .toList();
    }

    /** What the answers file says about a task; an approval is only answered by an entry that names it. */
    public Optional<SimulatedAnswer> find(TaskRequest request) {
        return tasks.stream()
                .filter(task -> task.task() != null || !isApproval(request))
                .filter(task -> task.matches(request))
                .findFirst()
                .map(task -> task.answer(request));
    }

    /** What an entry says that names the task. */
    public Optional<SimulatedAnswer> named(TaskRequest request) {
        return tasks.stream()
                .filter(task -> task.task() != null && task.matches(request))
                .findFirst()
                .map(task -> task.answer(request));
    }

    /** What the answers file says, else pass; an approval that the file does not name decides by its own rules. */
    public SimulatedAnswer answer(TaskRequest request) {
        return find(request).orElseGet(() -> new SimulatedAnswer(withoutEntry(request), Duration.ZERO));
    }

    private TaskAnswer withoutEntry(TaskRequest request) {
        return isApproval(request) ? approvals.apply(request) : TaskAnswer.Finished.pass(MESSAGE, Map.of());
    }

    private static boolean isApproval(TaskRequest request) {
        return request.task().equals(APPROVAL);
    }
}
