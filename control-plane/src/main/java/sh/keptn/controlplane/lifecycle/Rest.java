package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.TaskPlace;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.Json;

/** Tells when nothing of a sequence runs for a while: it waits for a person, or for the end of a delay. */
final class Rest {

    private static final String AUTOMATIC = "automatic";

    private Rest() {}

    /**
     * Whether a rest begins with the start of an approval, or the end of another task.
     *
     * @param open all tasks of its sequence that are not answered
     */
    static boolean begins(UnitOfWork work, TaskRow task, List<TaskRow> open) {
        boolean nobodyWorks = open.stream().allMatch(each -> waitsForPerson(work, each));
        return nobodyWorks && (open.isEmpty() ? leadsToDelay(task) : task.isOpen() || ends(task));
    }

    /** Whether a task is an approval that was asked for and that no strategy decides. */
    static boolean waitsForPerson(UnitOfWork work, TaskRow task) {
        return task.dispatch().task().equals("approval")
                && !task.expected().isEmpty()
                && task.notStarted().isEmpty()
                && !isAutomatic(References.data(
                        work, task.dispatch().project(), task.dispatch().context(), task.event()));
    }

    /** As the built-in approval decides; its strategies are Keptn's. */
    private static boolean isAutomatic(Map<String, @Nullable Object> data) {
        String said = Json.text(data, "result");
        String result = said == null || said.isEmpty() ? Json.text(Json.child(data, "evaluation"), "result") : said;
        return result != null
                && (result.equals("fail")
                        || AUTOMATIC.equals(Json.child(data, "approval").get(result)));
    }

    private static boolean ends(TaskRow task) {
        return task.dispatch().place().rest() == TaskPlace.Rest.BRANCH || leadsToDelay(task);
    }

    private static boolean leadsToDelay(TaskRow task) {
        return switch (task.dispatch().place().rest()) {
            case ALWAYS -> true;
            case FINISHED -> !task.hasProgressed();
            case PROGRESS -> task.hasProgressed();
            case NONE, BRANCH -> false;
        };
    }
}
