package sh.keptn.translator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/**
 * What a plan changes against an older one. Sequences that run keep the machine that they started with.
 *
 * @param stateMachines named {@code <stage>.<sequence>}, with {@code .<suffix>} for a companion
 * @param rules named by what they do
 * @param taskServices by name
 * @param queues settings of queues, by stage
 */
public record PlanChanges(
        List<Change> stateMachines, List<Change> rules, List<Change> taskServices, List<Change> queues) {

    public PlanChanges {
        stateMachines = List.copyOf(stateMachines);
        rules = List.copyOf(rules);
        taskServices = List.copyOf(taskServices);
        queues = List.copyOf(queues);
    }

    /** How something differs. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** One thing that differs. */
    public record Change(Kind kind, String name) {}

    /**
     * Compares with the content of an older {@code plan.json}.
     *
     * @throws IllegalArgumentException if that is no such content; the message is one sentence
     */
    public static PlanChanges of(Plan plan, String older) {
        Map<String, @Nullable Object> old = parse(older);
        Map<String, @Nullable Object> now = PlanFiles.plan(plan);
        return new PlanChanges(
                changes(old, now, "stateMachines", PlanChanges::machine, machine -> machine.get("hash")),
                changes(
                        old,
                        now,
                        "rules",
                        rule -> String.valueOf(rule.get("description")),
                        rule -> rule.get("eventPattern")),
                changes(
                        old,
                        now,
                        "taskServices",
                        service -> String.valueOf(service.get("name")),
                        service -> service.get("hash")),
                changes(old, now, "queues", queue -> String.valueOf(queue.get("stage")), queue -> queue));
    }

    /** Whether both plans do the same. */
    public boolean isEmpty() {
        return stateMachines.isEmpty() && rules.isEmpty() && taskServices.isEmpty() && queues.isEmpty();
    }

    private static Map<String, @Nullable Object> parse(String text) {
        Map<String, @Nullable Object> json;
        try {
            json = Json.parseObject(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
        }
        if (!(json.get("stateMachines") instanceof List<?>) || !(json.get("rules") instanceof List<?>)) {
            throw new IllegalArgumentException("it has no stateMachines and rules");
        }
        return json;
    }

    private static String machine(Map<String, @Nullable Object> machine) {
        Object companion = machine.get("companion");
        return machine.get("stage") + "." + machine.get("sequence") + (companion == null ? "" : "." + companion);
    }

    private static List<Change> changes(
            Map<String, @Nullable Object> old,
            Map<String, @Nullable Object> now,
            String list,
            Function<Map<String, @Nullable Object>, String> name,
            Function<Map<String, @Nullable Object>, @Nullable Object> content) {
        Map<String, List<@Nullable Object>> before = contents(old, list, name, content);
        Map<String, List<@Nullable Object>> after = contents(now, list, name, content);
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        List<Change> changes = new ArrayList<>();
        for (String each : names) {
            if (!before.containsKey(each)) {
                changes.add(new Change(Kind.ADDED, each));
            } else if (!after.containsKey(each)) {
                changes.add(new Change(Kind.REMOVED, each));
            } else if (!Objects.equals(before.get(each), after.get(each))) {
                changes.add(new Change(Kind.CHANGED, each));
            }
        }
        return changes;
    }

    /** What tells versions of a thing apart, by its name; several of one name (rules with one description) are one thing. */
    private static Map<String, List<@Nullable Object>> contents(
            Map<String, @Nullable Object> plan,
            String list,
            Function<Map<String, @Nullable Object>, String> name,
            Function<Map<String, @Nullable Object>, @Nullable Object> content) {
        Map<String, List<@Nullable Object>> contents = new LinkedHashMap<>();
        for (Object each : plan.get(list) instanceof Collection<?> all ? all : List.of()) {
            if (each instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> thing = Json.object(map);
                contents.computeIfAbsent(name.apply(thing), unused -> new ArrayList<>())
                        .add(content.apply(thing));
            }
        }
        return contents;
    }
}
