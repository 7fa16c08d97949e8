package sh.keptn.controlplane.payload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Composes the data of the next event of a sequence from the events before it. */
public final class Payload {

    private static final String ITERATION = "iteration";
    private static final String GET_ACTION = "get-action";
    private static final String ACTION_INDEX = "actionIndex";
    private static final String EVALUATION = "evaluation";
    private static final String APPROVAL = "approval";
    private static final String TEST = "test";

    /** What says of an approval whether a person is asked. */
    private static final List<String> STRATEGIES = List.of("pass", "warning");

    /** Where {@code test.finished} has what was measured. */
    private static final List<String> MEASURED = List.of("results", "measured");

    /** What an evaluation has found, beside the properties of its task (Keptn spec, cloudevents.md, "Evaluation"; and ours). */
    private static final List<String> FOUND = List.of(
            "timeStart",
            "timeEnd",
            "result",
            "score",
            "sloFileContent",
            "indicatorResults",
            "comparedEvents",
            "gitCommit",
            "explanation");

    private Payload() {}

    /** Where a sequence runs: these three stand in every event whatever else a payload says. */
    public record Scope(String project, String stage, String service) {}

    /**
     * A task that has ended, or a step of one that goes on.
     *
     * @param data the merged data of all its task services
     * @param step whether its iterations are counted, and which end this is
     */
    public record FinishedTask(String task, Map<String, @Nullable Object> data, Step step) {}

    /** What an end means for the count of a task's iterations. */
    public enum Step {
        /** The task has none. */
        NOT_COUNTED,
        /** It goes on with the next one. */
        PROGRESS,
        /** It was the last one, so that a later run begins at 0. */
        LAST
    }

    /**
     * What the data of an event says that asks for a sequence: whoever may send it may not answer the tasks of the sequence. How a task
     * or a test has ended is said by those who did it; it would stand where they say nothing, and numbers of it would stay.
     */
    public static Map<String, @Nullable Object> asked(Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>(data);
        asked.remove("result");
        asked.remove("status");
        removeAll(asked, EVALUATION, FOUND);
        removeAll(asked, TEST, MEASURED);
        return asked;
    }

    private static void removeAll(Map<String, @Nullable Object> data, String task, List<String> keys) {
        if (data.get(task) instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> rest = new LinkedHashMap<>(Json.object(map));
            rest.keySet().removeAll(keys);
            if (rest.isEmpty()) {
                data.remove(task);
            } else {
                data.put(task, rest);
            }
        }
    }

    /**
     * What the sequence has gathered so far, which is also what the next sequence gets: the trigger's data, with the data of
     * each finished task merged in order, and result and status of the last one.
     *
     * @param last how the last one ended, null if none has
     */
    public static Map<String, @Nullable Object> gathered(
            Map<String, ? extends @Nullable Object> trigger,
            Scope scope,
            List<FinishedTask> finished,
            @Nullable Outcome last) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(trigger);
        data.put("project", scope.project());
        data.put("stage", scope.stage());
        data.put("service", scope.service());
        for (FinishedTask task : finished) {
            long iteration = iteration(data, task.task());
            data = Merge.maps(data, task.data());
            if (task.task().equals(GET_ACTION)) {
                advance(data, task.data());
            }
            replaceFound(data, Json.child(task.data(), EVALUATION));
            if (task.step() != Step.NOT_COUNTED) {
                data.put(task.task(), counted(data.get(task.task()), task.step(), iteration));
            }
        }
        if (last != null) {
            data.put("result", last.result());
            data.put("status", last.status());
        }
        data.replace("message", "");
        return data;
    }

    // Differs from Keptn: there the older number stays, so that a remediation never gets past its second action.
    private static void advance(Map<String, @Nullable Object> data, Map<String, @Nullable Object> answer) {
        Object index = Json.child(answer, GET_ACTION).get(ACTION_INDEX);
        if (index instanceof Number) {
            Map<String, @Nullable Object> advanced = new LinkedHashMap<>(Json.child(data, GET_ACTION));
            advanced.put(ACTION_INDEX, index);
            data.put(GET_ACTION, advanced);
        }
    }

    // Differs from Keptn: there the score of an earlier evaluation stays, and its indicators follow those of the
    // newest.
    private static void replaceFound(Map<String, @Nullable Object> data, Map<String, @Nullable Object> answer) {
        if (answer.containsKey("result")) {
            Map<String, @Nullable Object> newest = new LinkedHashMap<>(answer);
            newest.keySet().retainAll(FOUND);
            Map<String, @Nullable Object> evaluation = new LinkedHashMap<>(Json.child(data, EVALUATION));
            evaluation.keySet().removeAll(FOUND);
            evaluation.putAll(newest);
            data.put(EVALUATION, evaluation);
        }
    }

    private static @Nullable Object counted(@Nullable Object properties, Step step, long iteration) {
        Map<String, @Nullable Object> counted = new LinkedHashMap<>();
        if (properties instanceof Map<?, ?> map) {
            counted.putAll(Json.object(map));
        }
        if (step == Step.PROGRESS) {
            counted.put(ITERATION, iteration + 1);
            return counted;
        }
        return counted.containsKey(ITERATION) ? without(counted) : properties;
    }

    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> counted) {
        counted.remove(ITERATION);
        return counted;
    }

    /** How often a task has reported progress before, 0 at first. */
    private static long iteration(Map<String, ? extends @Nullable Object> data, String task) {
        return Json.child(data, task).get(ITERATION) instanceof Number number ? number.longValue() : 0;
    }

    /** The data of a task whose iterations are counted: {@code <task>.iteration} says which one it is, from 0. */
    public static Map<String, @Nullable Object> forIteration(
            Map<String, @Nullable Object> gathered, String task, Map<String, ? extends @Nullable Object> properties) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(forTask(gathered, task, properties));
        Map<String, @Nullable Object> counted = new LinkedHashMap<>(Json.child(data, task));
        counted.put(ITERATION, iteration(gathered, task));
        data.put(task, counted);
        return data;
    }

    /**
     * The data of {@code <task>.triggered}: what was gathered, and under the task's name its properties. Differs from Keptn: whether a
     * person approves is said by the properties alone, not by whoever triggers the sequence or does another task of it.
     */
    public static Map<String, @Nullable Object> forTask(
            Map<String, @Nullable Object> gathered, String task, Map<String, ? extends @Nullable Object> properties) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(gathered);
        removeAll(data, APPROVAL, STRATEGIES);
        if (!properties.isEmpty()) {
            data.put(task, Merge.merge(data.get(task), properties));
        }
        return data;
    }

    /**
     * What an event carries whose whole data is too large for it: scope, labels, how the last task ended, and the task's own
     * properties.
     */
    public static Map<String, @Nullable Object> part(
            Map<String, @Nullable Object> whole, String task, Map<String, ? extends @Nullable Object> properties) {
        Map<String, @Nullable Object> data = part(whole);
        Map<String, @Nullable Object> own = new LinkedHashMap<>(properties);
        Object iteration = Json.child(whole, task).get(ITERATION);
        if (iteration != null) {
            own.put(ITERATION, iteration);
        }
        if (!own.isEmpty()) {
            data.put(task, own);
        }
        return data;
    }

    /** The same of a sequence, which has no properties. */
    public static Map<String, @Nullable Object> part(Map<String, @Nullable Object> whole) {
        return only(whole, List.of("project", "stage", "service", "services", "labels", "result", "status"));
    }

    /** Where a sequence runs, which an event carries in any case. */
    public static Map<String, @Nullable Object> scope(Map<String, @Nullable Object> whole) {
        return only(whole, List.of("project", "stage", "service"));
    }

    private static Map<String, @Nullable Object> only(Map<String, @Nullable Object> whole, List<String> keys) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        keys.stream().filter(whole::containsKey).forEach(key -> data.put(key, whole.get(key)));
        return data;
    }

    /** The data of {@code <stage>.<sequence>.finished}: scope, labels and the outcome, nothing of the tasks. */
    public static Map<String, @Nullable Object> ofFinishedSequence(
            Map<String, @Nullable Object> gathered, Outcome outcome) {
        Map<String, @Nullable Object> data =
                only(gathered, List.of("project", "stage", "service", "services", "labels"));
        data.put("result", outcome.result());
        data.put("status", outcome.status());
        data.put("message", outcome.message());
        return data;
    }

    /** The labels of a payload as text; empty if there are none. */
    public static Map<String, @Nullable Object> labels(Map<String, ? extends @Nullable Object> data) {
        return Json.child(data, "labels");
    }
}
