package sh.keptn.lambda.publisher;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.translator.SourceFile;

/** What is asked for. */
sealed interface Request {

    /** The key of a version of files that were kept. */
    String VERSION = "version";

    String SHIPYARD = "shipyard";

    String project();

    /** Brings a project to AWS, or what has changed of it. */
    record Publish(
            String project, SourceFile shipyard, @Nullable SourceFile uniform, Map<String, byte[]> resources)
            implements Request {

        /** Everything that is a file of the project, by its path. */
        Map<String, byte[]> files() {
            Map<String, byte[]> files = new TreeMap<>(resources);
            files.put(Configurations.SHIPYARD, shipyard.text().getBytes(StandardCharsets.UTF_8));
            if (uniform != null) {
                files.put(Configurations.UNIFORM, uniform.text().getBytes(StandardCharsets.UTF_8));
            }
            return files;
        }
    }

    /** Goes on with what one run has begun and had no time for: its files were kept. */
    record Rest(String project, String version) implements Request {

        /** The call that asks for it. An invocation for which nobody waits takes 1 MB, and the files may have more. */
        static Map<String, @Nullable Object> of(Publish begun) {
            Map<String, @Nullable Object> payload = new TreeMap<>();
            payload.put("operation", "publish");
            payload.put("project", begun.project());
            payload.put(VERSION, Configurations.versionOf(begun.files()));
            return payload;
        }

        /** What was asked for. */
        Publish begun(Map<String, byte[]> files) {
            Map<String, byte[]> resources = new TreeMap<>(files);
            byte[] shipyard = resources.remove(Configurations.SHIPYARD);
            byte[] uniform = resources.remove(Configurations.UNIFORM);
            return new Publish(
                    project,
                    file(Configurations.SHIPYARD, shipyard == null ? new byte[0] : shipyard),
                    uniform == null ? null : file(Configurations.UNIFORM, uniform),
                    resources);
        }

        private static SourceFile file(String name, byte[] content) {
            return new SourceFile(name, new String(content, StandardCharsets.UTF_8));
        }
    }

    /** Removes a project but for its event log. */
    record Delete(String project) implements Request {}

    /**
     * Reads the payload of a direct call: {@code {"operation": "publish", "project", "shipyard": TEXT, "uniform": TEXT, "resources": {PATH: TEXT}}}
     * or {@code {"operation": "delete", "project"}}; the function itself asks by {@code {"operation": "publish", "project", "version"}}.
     */
    static Request of(Map<String, @Nullable Object> payload) {
        String operation = Json.text(payload, "operation");
        if ("publish".equals(operation) && payload.containsKey(VERSION) && !payload.containsKey(SHIPYARD)) {
            return new Rest(required(payload, "project"), required(payload, VERSION));
        }
        if ("publish".equals(operation)) {
            String uniform = Json.text(payload, "uniform");
            return new Publish(
                    required(payload, "project"),
                    new SourceFile("shipyard.yaml", required(payload, SHIPYARD)),
                    uniform == null ? null : new SourceFile("uniform.yaml", uniform),
                    resources(payload));
        }
        if ("delete".equals(operation)) {
            return new Delete(required(payload, "project"));
        }
        throw new InvalidInputException("`operation`: expected publish or delete, found "
                + (operation == null ? "none" : "`" + operation + "`"));
    }

    private static Map<String, byte[]> resources(Map<String, @Nullable Object> payload) {
        Map<String, byte[]> resources = new TreeMap<>();
        Json.child(payload, "resources").forEach((path, content) -> {
            if (!(content instanceof String text)) {
                throw new InvalidInputException("`resources`: `" + path + "`: expected the text of a file");
            }
            if (path.equals(Configurations.SHIPYARD) || path.equals(Configurations.UNIFORM)) {
                throw new InvalidInputException(
                        "`resources`: `" + path + "` is given by the key of that name, without its ending");
            }
            resources.put(path, text.getBytes(StandardCharsets.UTF_8));
        });
        return resources;
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
