package sh.keptn.controlplane.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SelectorValues;

/** Finds the SLI providers of an evaluation: the task services of the uniform whose rules match the {@code get-sli.triggered} for it. */
public final class SliRules {

    private static final String TASK = "get-sli";

    private final Map<String, String> services;
    private final EventPatterns patterns;

    /** @param services names of task services by those of their rules */
    private SliRules(Map<String, String> services, Map<String, String> patterns) {
        this.services = services;
        this.patterns = EventPatterns.of(patterns);
    }

    /** Those of a plan that is not published. */
    public static SliRules of(Plan plan) {
        Map<String, String> services = new LinkedHashMap<>();
        Map<String, String> patterns = new LinkedHashMap<>();
        for (Plan.Rule rule : plan.rules()) {
            if (rule.target() instanceof Plan.RuleTarget.CallTaskService call) {
                services.put(rule.name(), call.service());
                patterns.put(rule.name(), rule.eventPattern());
            }
        }
        return new SliRules(services, patterns);
    }

    /** Those of a published plan. */
    public static SliRules of(ActivePlan plan) {
        Map<String, String> services = new LinkedHashMap<>();
        Map<String, String> patterns = new LinkedHashMap<>();
        for (ActivePlan.Service rule : plan.services()) {
            services.put(rule.name(), rule.service());
            patterns.put(rule.name(), rule.pattern());
        }
        return new SliRules(services, patterns);
    }

    /**
     * The names of the task services, in no order.
     *
     * @param evaluation the {@code evaluation.triggered}; its labels and the properties of its task are what selectors see
     */
    public List<String> services(KeptnEvent evaluation) {
        Map<String, @Nullable Object> data = evaluation.data();
        String service = String.valueOf(data.get("service"));
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("kind", "task." + EventType.TRIGGERED);
        stamp.put("project", data.get("project"));
        stamp.put("stage", data.get("stage"));
        stamp.put("service", Arrays.asList(service.split(",", -1)));
        stamp.put("task", TASK);
        stamp.put("selector", selector(evaluation));
        return patterns.matching(BusEvent.of(evaluation, stamp)).stream()
                .map(services::get)
                .distinct()
                .toList();
    }

    /** What the selectors of providers match: the properties of an evaluation's task before its labels. */
    public static Map<String, @Nullable Object> selector(KeptnEvent evaluation) {
        Map<String, @Nullable Object> data = evaluation.data();
        Map<String, @Nullable Object> selector = new LinkedHashMap<>();
        selector.putAll(SelectorValues.of(Json.child(data, "labels")));
        EventType.parse(evaluation.type())
                .filter(EventType.Task.class::isInstance)
                .ifPresent(type ->
                        selector.putAll(SelectorValues.of(Json.child(data, ((EventType.Task) type).task()))));
        return selector;
    }
}
