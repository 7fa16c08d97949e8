package sh.keptn.services.builtin;

import java.util.Map;
import java.util.Optional;
import sh.keptn.services.TaskService;
import sh.keptn.services.approval.ApprovalService;

/** The services that a uniform names with {@code builtin: <name>}, and that fill the gap for tasks of the same name. */
public final class BuiltinServices {

    private final Map<String, TaskService> services = Map.of("approval", new ApprovalService());

    /**
     * The service of that name; empty where there is none. Names are case-sensitive. There is {@code approval}; a caller that
     * finds nothing says so and never answers a task by itself.
     */
    public Optional<TaskService> find(String name) {
        return Optional.ofNullable(services.get(name));
    }
}
