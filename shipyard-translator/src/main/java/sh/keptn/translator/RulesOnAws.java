package sh.keptn.translator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan.RuleTarget.CallTaskService;
import sh.keptn.translator.Plan.TaskService;
import sh.keptn.translator.naming.BoundedName;

/**
 * The rules of a plan that an event bus of AWS gets: those of task services that are no part of the installation. Which services
 * have to answer a task is decided when it is dispatched and stamped into the event; the rule of a service that is waited for
 * matches that stamp, so that nobody is called who is not expected. All other rules of a plan are matched by the installation itself.
 */
public final class RulesOnAws {

    /** EventBridge's limit. */
    private static final int NAME = 64;

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final String TASK = "task.triggered";

    private RulesOnAws() {}

    /**
     * A rule.
     *
     * @param source where the author wrote what it follows from
     * @param pattern as JSON text
     * @param function ARN of the function to call; null for a service that is reached by targets which its owner adds
     */
    public record Rule(
            String name,
            String description,
            SourcePosition source,
            String pattern,
            @Nullable String function) {}

    /** The rules of a plan: for functions, and for services outside. */
    public static List<Rule> of(Plan plan) {
        return of(plan.project(), plan.taskServices(), plan.rules());
    }

    static List<Rule> of(String project, List<TaskService> services, List<Plan.Rule> all) {
        List<Rule> rules = new ArrayList<>();
        for (TaskService service : services) {
            if (service.kind() == TaskService.Kind.LAMBDA || service.kind() == TaskService.Kind.EXTERNAL) {
                rules.addAll(of(project, service, all));
            }
        }
        return rules;
    }

    private static List<Rule> of(String project, TaskService service, List<Plan.Rule> all) {
        String function = service.kind() == TaskService.Kind.LAMBDA ? service.reference() : null;
        List<Rule> rules = new ArrayList<>();
        boolean isAsked = false;
        for (Plan.Rule rule : all) {
            if (rule.target().equals(new CallTaskService(service.name()))) {
                boolean byStamp = service.confirms() && isOfTasks(rule.eventPattern());
                isAsked |= byStamp;
                if (!byStamp) {
                    rules.add(new Rule(rule.name(), rule.description(), rule.source(), rule.eventPattern(), function));
                }
            }
        }
        if (isAsked) {
            rules.add(stamped(project, service, function));
        }
        return rules;
    }

    private static boolean isOfTasks(String pattern) {
        Map<String, @Nullable Object> stamp = Json.child(Json.child(Json.parseObject(pattern), "detail"), "keptn");
        return List.of(TASK).equals(stamp.get("kind"));
    }

    private static Rule stamped(String project, TaskService service, @Nullable String function) {
        String name = service.name();
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("kind", List.of(TASK));
        stamp.put("project", List.of(project));
        stamp.put("services", List.of(name));
        Map<String, @Nullable Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of(KeptnEvent.CONTROL_PLANE));
        pattern.put("detail", Map.of("keptn", stamp));
        String slug = NOT_ALLOWED.matcher("keptn-" + project + "-" + name).replaceAll("_");
        return new Rule(
                BoundedName.hashed(slug, "tasks of " + project + "/" + name, NAME),
                "tasks that " + name + " has to do",
                service.source(),
                Json.write(pattern),
                function);
    }
}
