package sh.keptn.standalone.awsapi.stepfunctions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * What a state machine is between two updates; never changes.
 *
 * @param id unique among all revisions of all state machines
 * @param initial whether the state machine was created with it: such a revision shows no id
 * @param settings loggingConfiguration, tracingConfiguration and encryptionConfiguration as they were given
 */
record Revision(
        String id,
        boolean initial,
        String definition,
        String roleArn,
        Map<String, @Nullable Object> settings,
        Instant created) {

    /** The members of requests and answers that are kept as they are. */
    static final List<String> SETTINGS =
            List.of("loggingConfiguration", "tracingConfiguration", "encryptionConfiguration");

    /** The id that the API shows; null for the initial one. */
    @Nullable
    String shownId() {
        return initial ? null : id;
    }

    /** Whether somebody who runs it would notice a difference. */
    boolean sameAs(Revision other) {
        return definition.equals(other.definition) && roleArn.equals(other.roleArn) && settings.equals(other.settings);
    }

    String toText() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("initial", initial);
        json.put("definition", definition);
        json.put("roleArn", roleArn);
        json.put("settings", settings);
        json.put("created", created.toString());
        return Json.write(json);
    }

    static Revision of(String id, String text) {
        Map<String, @Nullable Object> json = Json.parseObject(text);
        return new Revision(
                id,
                Boolean.TRUE.equals(json.get("initial")),
                String.valueOf(json.get("definition")),
                String.valueOf(json.get("roleArn")),
                Json.child(json, "settings"),
                Instant.parse(String.valueOf(json.get("created"))));
    }
}
