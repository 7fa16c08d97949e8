package sh.keptn.controlplane.payload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Composes the data of the next event of a sequence from the events before it. */
public final class Payload {

    private Payload() {}

    /** Where a sequence runs: these three stand in every event whatever else a payload says. */
    public record Scope(String project, String stage, String service) {}

    /** A finished task: the merged data of all its task services, and how it ended. */
    public record FinishedTask(Map<String, @Nullable Object> data, Outcome outcome) {}

    /**
     * What the sequence has gathered so far, which is also what the next sequence gets: the trigger's data, with the data of
     * each finished task merged in order, and result and status of the last one.
     */
    public static Map<String, @Nullable Object> gathered(
            Map<String, ? extends @Nullable Object> trigger, Scope scope, List<FinishedTask> finished) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(trigger);
        data.put("project", scope.project());
        data.put("stage", scope.stage());
        data.put("service", scope.service());
        for (FinishedTask task : finished) {
            data = Merge.maps(data, task.data());
        }
        if (!finished.isEmpty()) {
            Outcome last = finished.get(finished.size() - 1).outcome();
            data.put("result", last.result());
            data.put("status", last.status());
        }
        data.replace("message", "");
        return data;
    }

    /** The data of {@code <task>.triggered}: what was gathered, and under the task's name its properties. */
    public static Map<String, @Nullable Object> forTask(
            Map<String, @Nullable Object> gathered, String task, Map<String, ? extends @Nullable Object> properties) {
        if (properties.isEmpty()) {
            return gathered;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(gathered);
        data.put(task, Merge.merge(gathered.get(task), properties));
        return data;
    }

    /** The data of {@code <stage>.<sequence>.finished}: scope, labels and the outcome, nothing of the tasks. */
    public static Map<String, @Nullable Object> ofFinishedSequence(
            Map<String, @Nullable Object> gathered, Outcome outcome) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (String key : List.of("project", "stage", "service", "services", "labels")) {
            if (gathered.containsKey(key)) {
                data.put(key, gathered.get(key));
            }
        }
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
