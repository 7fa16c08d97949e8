package sh.keptn.translator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Canonical strings. */
public final class SelectorValues {
    private SelectorValues() {}

    public static Map<String, String> of(Map<String, ? extends @Nullable Object> properties) {
        Map<String, String> values = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                values.put(key, String.valueOf(value));
            }
        });
        return values;
    }
}
