package sh.keptn.controlplane.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.uniform.Endpoint;

/** The stored form of a published plan. */
final class ActivePlanJson {

    private ActivePlanJson() {}

    static Map<String, @Nullable Object> encode(ActivePlan plan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", plan.project());
        json.put("version", plan.version());
        json.put("stages", plan.stages());
        json.put(
                "machines",
                plan.machines().stream().map(ActivePlanJson::machine).toList());
        json.put(
                "triggers",
                plan.triggers().stream()
                        .map(rule -> object(
                                "name", rule.name(),
                                "pattern", rule.pattern(),
                                "stage", rule.target().stage(),
                                "sequence", rule.target().sequence()))
                        .toList());
        json.put(
                "services",
                plan.services().stream()
                        .map(rule -> object(
                                "name", rule.name(),
                                "pattern", rule.pattern(),
                                "service", rule.service(),
                                "confirms", rule.confirms()))
                        .toList());
        if (!plan.settings().isEmpty()) {
            json.put("settings", settings(plan.settings()));
        }
        json.put(
                "taskServices",
                plan.taskServices().stream().map(ActivePlanJson::taskService).toList());
        return json;
    }

    private static Map<String, @Nullable Object> taskService(ActivePlan.TaskService service) {
        Map<String, @Nullable Object> json = object(
                "name", service.name(),
                "kind", service.kind().name(),
                "reference", service.reference(),
                "timeoutSeconds", service.timeoutSeconds(),
                "allow", service.allow());
        if (!service.endpoint().equals(Endpoint.NONE)) {
            json.put("url", service.endpoint().url());
            json.put("headers", service.endpoint().headers());
        }
        return json;
    }

    private static Map<String, @Nullable Object> machine(ActivePlan.Machine machine) {
        Map<String, @Nullable Object> json = object(
                "stage", machine.stage(),
                "sequence", machine.sequence(),
                "companion", machine.companion(),
                "reference", machine.reference());
        if (machine.waitsFirst()) {
            json.put("waitsFirst", true);
        }
        return json;
    }

    private static Map<String, @Nullable Object> settings(Map<String, QueueSettings> settings) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        settings.forEach((stage, each) -> json.put(
                stage,
                object(
                        "whileWaiting",
                        each.whileWaiting().name(),
                        "queue",
                        each.queue().name())));
        return json;
    }

    private static Map<String, QueueSettings> settingsOf(Map<String, @Nullable Object> json) {
        Map<String, QueueSettings> settings = new LinkedHashMap<>();
        for (String stage : json.keySet()) {
            Map<String, @Nullable Object> each = Json.child(json, stage);
            settings.put(
                    stage,
                    new QueueSettings(
                            QueueSettings.WhileWaiting.valueOf(text(each, "whileWaiting")),
                            QueueSettings.Order.valueOf(text(each, "queue"))));
        }
        return settings;
    }

    static ActivePlan decode(Map<String, @Nullable Object> json) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        Json.child(json, "stages")
                .forEach((stage, sequences) -> stages.put(
                        stage,
                        sequences instanceof List<?> names
                                ? names.stream().map(String::valueOf).toList()
                                : List.of()));
        return new ActivePlan(
                text(json, "project"),
                text(json, "version"),
                stages,
                objects(json, "machines")
                        .map(machine -> new ActivePlan.Machine(
                                text(machine, "stage"),
                                text(machine, "sequence"),
                                Json.text(machine, "companion"),
                                text(machine, "reference"),
                                Boolean.TRUE.equals(machine.get("waitsFirst"))))
                        .toList(),
                objects(json, "triggers")
                        .map(rule -> new ActivePlan.Trigger(
                                text(rule, "name"),
                                text(rule, "pattern"),
                                new ActivePlan.Target(text(rule, "stage"), text(rule, "sequence"))))
                        .toList(),
                objects(json, "services")
                        .map(rule -> new ActivePlan.Service(
                                text(rule, "name"),
                                text(rule, "pattern"),
                                text(rule, "service"),
                                Boolean.TRUE.equals(rule.get("confirms"))))
                        .toList(),
                settingsOf(Json.child(json, "settings")),
                objects(json, "taskServices").map(ActivePlanJson::taskServiceOf).toList());
    }

    private static ActivePlan.TaskService taskServiceOf(Map<String, @Nullable Object> json) {
        return new ActivePlan.TaskService(
                text(json, "name"),
                Plan.TaskService.Kind.valueOf(text(json, "kind")),
                text(json, "reference"),
                json.get("timeoutSeconds") instanceof Number seconds ? seconds.longValue() : null,
                json.get("allow") instanceof List<?> allow
                        ? allow.stream().map(String::valueOf).toList()
                        : List.of(),
                endpoint(json));
    }

    private static Endpoint endpoint(Map<String, @Nullable Object> json) {
        Map<String, String> headers = new LinkedHashMap<>();
        Json.child(json, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        String url = Json.text(json, "url");
        return new Endpoint(url == null ? "" : url, headers);
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    private static Stream<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof List<?> list
                ? list.stream().map(item -> Json.object((Map<?, ?>) item))
                : Stream.of();
    }

    private static String text(Map<String, @Nullable Object> json, String key) {
        String text = Json.text(json, key);
        if (text == null) {
            throw new IllegalStateException("stored plan without `" + key + "`: " + json);
        }
        return text;
    }
}
