package sh.keptn.translator.emit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.rules.Condition;
import sh.keptn.translator.rules.EventPattern;

/** Event patterns as EventBridge writes them. */
public final class PatternJson {

    private PatternJson() {}

    /** The pattern on one line. */
    public static String text(EventPattern pattern) {
        Map<String, @Nullable Object> stamp = fields(pattern.stamp());
        if (!pattern.selector().isEmpty()) {
            stamp.put("selector", fields(pattern.selector()));
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("source", List.of(KeptnEvent.CONTROL_PLANE));
        json.put("detail", Map.of("keptn", stamp));
        return Json.write(json);
    }

    private static Map<String, @Nullable Object> fields(Map<String, List<Condition>> conditions) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        conditions.forEach((field, alternatives) -> fields.put(
                field, alternatives.stream().map(PatternJson::condition).toList()));
        return fields;
    }

    private static Object condition(Condition condition) {
        if (condition instanceof Condition.AnythingBut others) {
            return Map.of("anything-but", others.values());
        } else if (condition instanceof Condition.Exists exists) {
            return Map.of("exists", exists.exists());
        }
        return ((Condition.Equal) condition).value();
    }
}
