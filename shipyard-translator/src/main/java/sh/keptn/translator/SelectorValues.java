package sh.keptn.translator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.uniform.CanonicalText;

/** What selectors are matched against: the stamp {@code keptn.selector} of a task's events. */
public final class SelectorValues {

    private SelectorValues() {}

    /**
     * The flat map of canonical strings: {@code true -> "true"}, {@code 80 -> "80"}; null, lists and maps are left out.
     *
     * @param properties of the task, with the labels of the event put in by the caller; JSON-like values
     * @return unmodifiable, in the order of the argument
     */
    public static Map<String, String> of(Map<String, ? extends @Nullable Object> properties) {
        Map<String, String> selector = new LinkedHashMap<>();
        properties.forEach((key, value) -> CanonicalText.of(value).ifPresent(text -> selector.put(key, text)));
        return Collections.unmodifiableMap(selector);
    }
}
