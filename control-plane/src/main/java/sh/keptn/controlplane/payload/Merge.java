package sh.keptn.controlplane.payload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * Keptn's merge of event payloads: maps recursively, newer list items before older ones, newer strings win, older numbers
 * and booleans stay. Existing shipyards depend on these rules, the odd ones included.
 */
public final class Merge {

    private Merge() {}

    /** The merged value; neither argument is changed. */
    public static @Nullable Object merge(@Nullable Object older, @Nullable Object newer) {
        if (older == null) {
            return newer;
        }
        if (older instanceof Number || older instanceof Boolean) {
            return older;
        }
        if (newer == null) {
            return older instanceof String ? "" : older;
        }
        if (older instanceof Map<?, ?> first && newer instanceof Map<?, ?> second) {
            return maps(Json.object(first), Json.object(second));
        }
        if (older instanceof List<?> first && newer instanceof List<?> second) {
            List<@Nullable Object> all = new ArrayList<>(second);
            all.addAll(first);
            return all;
        }
        return newer;
    }

    /** The merged map, keys of the older one first. */
    public static Map<String, @Nullable Object> maps(
            Map<String, ? extends @Nullable Object> older, Map<String, ? extends @Nullable Object> newer) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(older);
        newer.forEach((key, value) -> merged.put(key, older.containsKey(key) ? merge(older.get(key), value) : value));
        return merged;
    }
}
