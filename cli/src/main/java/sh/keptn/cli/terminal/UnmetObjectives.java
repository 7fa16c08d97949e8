package sh.keptn.cli.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** What a quality gate says of the objectives that are not met, a line for each; out of the explanation in its answer. */
final class UnmetObjectives {

    private static final Set<String> MET = Set.of("pass", "info");

    private UnmetObjectives() {}

    /** Nothing of an answer that passes, or that explains nothing: then it is no gate's. */
    static List<String> of(KeptnEvent finished) {
        if ("pass".equals(finished.dataText("result"))) {
            return List.of();
        }
        Map<String, @Nullable Object> evaluation = Json.child(finished.data(), "evaluation");
        Map<String, String> reasons = reasons(evaluation);
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable Object> objective :
                objects(Json.child(evaluation, "explanation").get("objectives"))) {
            String status = text(objective, "status");
            if (!MET.contains(status)) {
                lines.add(name(objective) + ": " + status + ", " + why(objective, reasons));
            }
        }
        return lines;
    }

    /** Why indicators have no value. */
    private static Map<String, String> reasons(Map<String, @Nullable Object> evaluation) {
        Map<String, String> reasons = new HashMap<>();
        for (Map<String, @Nullable Object> result : objects(evaluation.get("indicatorResults"))) {
            Map<String, @Nullable Object> value = Json.child(result, "value");
            reasons.put(text(value, "metric"), text(value, "message"));
        }
        return reasons;
    }

    private static String name(Map<String, @Nullable Object> objective) {
        String displayName = text(objective, "displayName");
        String sli = text(objective, "sli");
        return displayName.isEmpty() ? sli : displayName + " (" + sli + ")";
    }

    private static String why(Map<String, @Nullable Object> objective, Map<String, String> reasons) {
        Object value = objective.get("value");
        if (value == null) {
            String reason = reasons.getOrDefault(text(objective, "sli"), "");
            return "no value" + (reason.isEmpty() ? "" : ": " + reason);
        }
        String violated = objects(objective.get("criteria")).stream()
                .filter(criterion -> Boolean.TRUE.equals(criterion.get("violated")))
                .map(criterion -> text(criterion, "rule") + " for " + text(criterion, "in"))
                .collect(Collectors.joining(", "));
        return violated.isEmpty() ? "value " + value : "violated: " + violated;
    }

    private static String text(Map<String, @Nullable Object> json, String key) {
        String text = Json.text(json, key);
        return text == null ? "" : text;
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> Json.object((Map<?, ?>) item))
                        .toList()
                : List.of();
    }
}
