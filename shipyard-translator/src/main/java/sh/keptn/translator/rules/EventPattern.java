package sh.keptn.translator.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern over events of the control plane.
 *
 * @param stamp conditions on {@code detail.keptn}: all fields have to match, one condition of each suffices
 * @param selector the same for {@code detail.keptn.selector}
 */
public record EventPattern(Map<String, List<Condition>> stamp, Map<String, List<Condition>> selector) {
    public EventPattern {
        stamp = Collections.unmodifiableMap(new LinkedHashMap<>(stamp));
        selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
    }
}
