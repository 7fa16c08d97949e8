package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.translator.asl.Cost;
import sh.keptn.translator.asl.JsonataExpression;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.asl.StateMachine;
import sh.keptn.translator.shipyard.Parallel;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;

/**
 * Steps to a state machine: one state for each task, a wait before delayed ones, a loop for each task with progress, and the
 * state that completes the run.
 *
 * <p>A task with progress is dispatched, and as long as it answers with progress the tasks below it run and it is dispatched
 * again; {@code DispatchTask} bounds the turns, so that a redrive continues the loop where it was.
 */
public final class SequenceLowering {

    private static final int MAX_TURNS = 100;
    private static final JsonataExpression TURN = new JsonataExpression("$turn");
    private static final JsonataExpression PROGRESSED = new JsonataExpression("$answer.progress = true");
    private static final Map<String, Object> FIRST_TURN = Map.of("turn", 0);
    private static final Map<String, Object> ANSWER = Map.of("answer", new JsonataExpression("$states.result"));

    private final List<Step> steps;
    private final boolean endsWithProgress;
    private final int turns;
    private final StepNames names;
    private final IdentityHashMap<Task, Integer> indexes = new IdentityHashMap<>();

    private SequenceLowering(List<Step> steps, boolean endsWithProgress, int turns) {
        this.steps = steps;
        this.endsWithProgress = endsWithProgress;
        this.turns = turns;
        this.names = new StepNames(steps);
        steps.stream().flatMap(Step::tasks).forEach(task -> indexes.put(task, indexes.size()));
    }

    /**
     * The machine of some steps, at least one.
     *
     * @param comment of the machine
     * @param complete comment of the state that completes the run
     * @param endsWithProgress whether progress ends the run, because other sequences wait for it, instead of being passed over
     * @param maxHistoryEvents loops are cut to what fits into it with all retries
     */
    public static StateMachine lower(
            List<Step> steps, String comment, String complete, boolean endsWithProgress, int maxHistoryEvents) {
        Block once = new SequenceLowering(steps, endsWithProgress, 1).block(complete);
        int turn = new SequenceLowering(steps, endsWithProgress, 2)
                        .block(complete)
                        .cost()
                        .mostEvents()
                - once.cost().mostEvents();
        Block block = once;
        if (turn > 0) {
            int fitting =
                    1 + (maxHistoryEvents - 1 - once.cost().plus(Cost.EXECUTION).mostEvents()) / turn;
            block = new SequenceLowering(steps, endsWithProgress, Math.max(1, Math.min(fitting, MAX_TURNS)))
                    .block(complete);
        }
        return new StateMachine(
                TaskStates.withoutPlaceholders(comment),
                block.states(),
                block.cost().plus(Cost.EXECUTION));
    }

    private Block block(String complete) {
        Block block = new Block(
                List.of(TaskStates.complete(names.complete(), complete)), Cost.call(TaskStates.COMPLETE_RETRIES));
        for (int i = steps.size() - 1; i >= 0; i--) {
            block = block(i, block.start()).before(block);
        }
        return block;
    }

    private Block block(int i, String next) {
        if (steps.get(i) instanceof Parallel parallel) {
            return parallel(parallel, numberOf(parallel), next);
        }
        Task task = (Task) steps.get(i);
        if (task.progress() != null) {
            return loop(task, i, next);
        }
        Map<String, Object> rest = delaysFirst(i + 1) ? rest(isWatched(i) ? "finished" : "always") : Map.of();
        return isWatched(i) ? watched(task, rest, next) : straight(task, assignedBefore(i + 1), rest, next);
    }

    /** Whether a step begins with nothing but delays. */
    private boolean delaysFirst(int i) {
        if (i >= steps.size()) {
            return false;
        }
        return steps.get(i) instanceof Parallel parallel
                ? parallel.branches().stream()
                        .allMatch(branch -> TaskStates.delay(branch.get(0)).isPresent())
                : TaskStates.delay((Task) steps.get(i)).isPresent();
    }

    private static Map<String, Object> rest(String when) {
        return Map.of("rest", when);
    }

    /** Whether a run ends after this task where it has reported progress; after the last one it ends anyway. */
    private boolean isWatched(int i) {
        return endsWithProgress && i < steps.size() - 1 && !((Task) steps.get(i)).isApproval();
    }

    /** Whether one Task state stands for the step, so that it can assign what the next step needs. */
    private boolean isStraight(int i) {
        return i >= 0 && steps.get(i) instanceof Task task && task.progress() == null && !isWatched(i);
    }

    private Map<String, Object> assignedBefore(int i) {
        boolean begins = i < steps.size()
                && steps.get(i) instanceof Task task
                && task.progress() != null
                && TaskStates.delay(task).isEmpty();
        return begins ? FIRST_TURN : Map.of();
    }

    private Block straight(Task task, Map<String, Object> assign, Map<String, Object> more, String next) {
        Map<String, Object> keys = new LinkedHashMap<>(more);
        if (endsWithProgress && !task.isApproval()) {
            keys.put("progress", "sequence");
        }
        return delayed(task, Map.of(), state(task, 0, false, keys, assign, next));
    }

    private Block watched(Task task, Map<String, Object> rest, String next) {
        String progressed = names.progressed(task);
        State choice = new State.Choice(
                progressed, "progress ends the run; finished goes on", PROGRESSED, names.complete(), next);
        return straight(task, ANSWER, rest, progressed).before(new Block(List.of(choice), Cost.STEP));
    }

    private Block loop(Task task, int at, String next) {
        boolean isLast = at == steps.size() - 1;
        Task.Progress progress = Optional.ofNullable(task.progress()).orElseThrow();
        String progressed = names.progressed(task);
        Block body = null;
        for (int i = progress.tasks().size() - 1; i >= 0; i--) {
            Task nested = progress.tasks().get(i);
            boolean goesOn = task.isRemediation() && !nested.isApproval();
            String following = body == null ? names.of(task) : body.start();
            boolean delays = i + 1 < progress.tasks().size()
                    && TaskStates.delay(progress.tasks().get(i + 1)).isPresent();
            Map<String, Object> rest = delays ? rest("always") : Map.of();
            Block one = delayed(nested, Map.of(), state(nested, TURN, goesOn, rest, Map.of(), following));
            body = body == null ? one : one.before(body);
        }
        if (body == null) {
            throw new IllegalStateException("progress without tasks: " + task.position());
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("progress", "loop");
        more.put("turns", turns);
        boolean inside = TaskStates.delay(progress.tasks().get(0)).isPresent();
        boolean behind = delaysFirst(at + 1);
        if (inside || behind) {
            more.putAll(rest(inside && behind ? "always" : inside ? "progress" : "finished"));
        }
        Map<String, Object> assign = new LinkedHashMap<>(ANSWER);
        assign.put("turn", new JsonataExpression("$turn + 1"));
        Block asked = state(task, TURN, task.isRemediation() && !isLast, more, assign, progressed)
                .before(new Block(
                        List.of(new State.Choice(
                                progressed,
                                "progress leads to the tasks below; finished goes on",
                                PROGRESSED,
                                body.start(),
                                next)),
                        Cost.STEP));
        Block whole = new Block(asked.before(body).states(), asked.cost().looped(body.cost(), turns));
        boolean isInitialised = isStraight(at - 1) || TaskStates.delay(task).isPresent();
        Block begun = delayed(task, FIRST_TURN, whole);
        if (isInitialised) {
            return begun;
        }
        State first = new State.Pass(names.before(task), TaskStates.line(task.position()), FIRST_TURN, begun.start());
        return new Block(List.of(first), Cost.STEP).before(begun);
    }

    private Block parallel(Parallel parallel, int number, String next) {
        Cost cost = Cost.PARALLEL;
        List<List<State>> branches = new ArrayList<>();
        for (int branch = 0; branch < parallel.branches().size(); branch++) {
            List<Task> tasks = parallel.branches().get(branch);
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("parallel", number);
            more.put("branch", branch + 1);
            Block block = new Block(List.of(), Cost.NONE);
            for (int i = tasks.size() - 1; i >= 0; i--) {
                String following = block.states().isEmpty() ? "" : block.start();
                Map<String, Object> keys = new LinkedHashMap<>(more);
                if (following.isEmpty()) {
                    keys.putAll(rest("branch"));
                } else if (TaskStates.delay(tasks.get(i + 1)).isPresent()) {
                    keys.putAll(rest("always"));
                }
                block = straight(tasks.get(i), Map.of(), keys, following).before(block);
            }
            branches.add(block.states());
            cost = cost.beside(block.cost());
        }
        State state = new State.Parallel(
                names.of(parallel), TaskStates.line(parallel.position()), branches, TaskStates.INPUT, next);
        return new Block(List.of(state), cost);
    }

    private int numberOf(Parallel parallel) {
        return (int) steps.stream()
                        .takeWhile(step -> step != parallel)
                        .filter(Parallel.class::isInstance)
                        .count()
                + 1;
    }

    /** @param next empty at the end of a branch */
    private Block state(
            Task task,
            Object turn,
            boolean continueOnFail,
            Map<String, Object> more,
            Map<String, Object> assign,
            String next) {
        TaskStates.Place place = new TaskStates.Place(indexes.getOrDefault(task, 0), turn, continueOnFail, more);
        State state = TaskStates.dispatch(task, names.of(task), place, assign, next.isEmpty() ? null : next);
        return new Block(List.of(state), Cost.callback(TaskStates.TASK_RETRIES));
    }

    private Block delayed(Task task, Map<String, Object> assign, Block block) {
        Optional<Integer> delay = TaskStates.delay(task);
        if (delay.isEmpty()) {
            return block;
        }
        State wait = new State.Wait(
                names.waitBefore(task), TaskStates.line(task.position()), delay.get(), assign, block.start());
        return new Block(List.of(wait), Cost.STEP).before(block);
    }
}
