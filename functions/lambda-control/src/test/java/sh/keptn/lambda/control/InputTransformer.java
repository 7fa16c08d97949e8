package sh.keptn.lambda.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * What EventBridge makes of an event for a target (User Guide, "Amazon EventBridge input transformation"): variables are
 * replaced by what their paths lead to, which is not escaped; one whose path leads nowhere is left out.
 */
final class InputTransformer {

    private InputTransformer() {}

    static Map<String, @Nullable Object> transformed(
            Map<String, String> paths, String template, Map<String, @Nullable Object> event) {
        String text = template;
        for (Map.Entry<String, String> path : paths.entrySet()) {
            text = text.replace("<" + path.getKey() + ">", found(event, path.getValue()));
        }
        return Json.parseObject(text);
    }

    private static String found(Map<String, @Nullable Object> event, String path) {
        String[] names = path.split("\\.", -1);
        @Nullable Object value = event;
        for (int i = 1; i < names.length; i++) {
            value = value instanceof Map<?, ?> map ? map.get(names[i]) : null;
        }
        return value == null ? "" : String.valueOf(value);
    }
}
