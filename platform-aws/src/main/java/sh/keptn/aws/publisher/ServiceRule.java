package sh.keptn.aws.publisher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;
import sh.keptn.translator.Plan.RuleTarget.CallTaskService;
import sh.keptn.translator.Plan.TaskService;
import sh.keptn.translator.naming.BoundedName;
import sh.keptn.translator.naming.Sha256;

/**
 * A rule on the bus for a task service that is no part of the installation. Which services have to answer a task is decided
 * when it is dispatched and stamped into the event; the rule of a service that is waited for matches that stamp, so that nobody
 * is called who is not expected.
 *
 * @param function ARN of the function to call; null for a service that is reached by targets which its owner adds
 */
record ServiceRule(
        String name,
        String description,
        String pattern,
        @Nullable String function) {

    /** EventBridge's limit. */
    private static final int NAME = 64;

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final String TASK = "task.triggered";

    /** The rules of a plan: for functions, and for services outside. */
    static List<ServiceRule> of(Plan plan) {
        List<ServiceRule> rules = new ArrayList<>();
        for (TaskService service : plan.taskServices()) {
            if (service.kind() == TaskService.Kind.LAMBDA || service.kind() == TaskService.Kind.EXTERNAL) {
                String function = service.kind() == TaskService.Kind.LAMBDA ? service.reference() : null;
                rules.addAll(of(plan, service, function));
            }
        }
        return rules;
    }

    private static List<ServiceRule> of(Plan plan, TaskService service, @Nullable String function) {
        List<ServiceRule> rules = new ArrayList<>();
        boolean isAsked = false;
        for (Plan.Rule rule : plan.rules()) {
            if (rule.target().equals(new CallTaskService(service.name()))) {
                boolean byStamp = service.confirms() && isOfTasks(rule.eventPattern());
                isAsked |= byStamp;
                if (!byStamp) {
                    rules.add(new ServiceRule(rule.name(), rule.description(), rule.eventPattern(), function));
                }
            }
        }
        if (isAsked) {
            rules.add(stamped(plan.project(), service.name(), function));
        }
        return rules;
    }

    private static boolean isOfTasks(String pattern) {
        Map<String, @Nullable Object> stamp = Json.child(Json.child(Json.parseObject(pattern), "detail"), "keptn");
        return List.of(TASK).equals(stamp.get("kind"));
    }

    private static ServiceRule stamped(String project, String service, @Nullable String function) {
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("kind", List.of(TASK));
        stamp.put("project", List.of(project));
        stamp.put("services", List.of(service));
        Map<String, @Nullable Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of(KeptnEvent.CONTROL_PLANE));
        pattern.put("detail", Map.of("keptn", stamp));
        String slug = NOT_ALLOWED.matcher("keptn-" + project + "-" + service).replaceAll("_");
        return new ServiceRule(
                BoundedName.hashed(slug, "tasks of " + project + "/" + service, NAME),
                "tasks that " + service + " has to do",
                Json.write(pattern),
                function);
    }

    /** Equal hashes mean the same rule with the same target. */
    String hash(@Nullable String deadLetters) {
        return Sha256.hex(Json.write(Arrays.asList(description, pattern, function, deadLetters)));
    }
}
