package sh.keptn.lambda.publisher;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.translator.SourceFile;

/** What is asked for. */
sealed interface Request {

    String project();

    /** Brings a project to AWS, or what has changed of it. */
    record Publish(
            String project, SourceFile shipyard, @Nullable SourceFile uniform) implements Request {}

    /** Removes a project but for its event log. */
    record Delete(String project) implements Request {}

    /**
     * Reads the payload of a direct call: {@code {"operation": "publish", "project", "shipyard": TEXT, "uniform": TEXT}} or {@code
     * {"operation": "delete", "project"}}.
     */
    static Request of(Map<String, @Nullable Object> payload) {
        String operation = Json.text(payload, "operation");
        if ("publish".equals(operation)) {
            String uniform = Json.text(payload, "uniform");
            return new Publish(
                    required(payload, "project"),
                    new SourceFile("shipyard.yaml", required(payload, "shipyard")),
                    uniform == null ? null : new SourceFile("uniform.yaml", uniform));
        }
        if ("delete".equals(operation)) {
            return new Delete(required(payload, "project"));
        }
        throw new InvalidInputException("`operation`: expected publish or delete, found "
                + (operation == null ? "none" : "`" + operation + "`"));
    }

    /** The text of a key that has to be there. */
    static String required(Map<String, @Nullable Object> payload, String key) {
        String text = Json.text(payload, key);
        if (text == null || text.isBlank()) {
            throw new InvalidInputException("`" + key + "` is missing");
        }
        return text;
    }
}
