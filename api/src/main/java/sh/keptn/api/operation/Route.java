package sh.keptn.api.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.api.access.Verb;

/**
 * An operation at its place.
 *
 * @param method GET is also asked for by HEAD
 * @param path a template: {@code {name}} stands for one segment
 */
public record Route(String method, String path, Operation operation) {

    /** The values of the template's names, empty if a path does not fit. */
    public Optional<Map<String, String>> match(String asked) {
        String[] template = path.split("/", -1);
        String[] segments = asked.split("/", -1);
        if (template.length != segments.length) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                values.put(template[i].substring(1, template[i].length() - 1), segments[i]);
            } else if (!template[i].equals(segments[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** What it may need to be allowed; empty where whoever has the path may use it. */
    public Set<Verb> verbs() {
        return operation instanceof Operation.Guarded guarded ? guarded.verbs() : Set.of();
    }
}
