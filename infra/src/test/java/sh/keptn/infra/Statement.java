package sh.keptn.infra;

import static sh.keptn.infra.CartsInstallation.properties;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** A statement of a policy; what is null is not said. */
record Statement(
        String effect,
        List<String> actions,
        @Nullable Object principal,
        @Nullable Object resource,
        @Nullable Object condition) {

    /** The statements of a resource that has a policy: the only one that it is, or those of its document. */
    static List<Statement> of(Map<String, Object> policy) {
        Map<String, Object> properties = properties(policy);
        if (properties.get("Statement") instanceof Map<?, ?> only) {
            return List.of(parsed(only));
        }
        Object all = Json.child(properties, "PolicyDocument").get("Statement");
        return ((List<?>) Objects.requireNonNull(all))
                .stream().map(each -> parsed((Map<?, ?>) each)).toList();
    }

    private static Statement parsed(Map<?, ?> json) {
        Object actions = json.get("Action");
        return new Statement(
                String.valueOf(json.get("Effect")),
                actions instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(actions)),
                json.get("Principal"),
                json.get("Resource"),
                json.get("Condition"));
    }

    /** A permission of a function, of which there is one resource for each, as a statement. */
    static Statement ofPermission(Map<String, Object> permission) {
        Map<String, Object> properties = properties(permission);
        return new Statement(
                "Allow",
                List.of(String.valueOf(properties.get("Action"))),
                Map.of("Service", Objects.requireNonNull(properties.get("Principal"))),
                properties.get("FunctionName"),
                Map.of("ArnLike", Map.of("aws:SourceArn", Objects.requireNonNull(properties.get("SourceArn")))));
    }
}
