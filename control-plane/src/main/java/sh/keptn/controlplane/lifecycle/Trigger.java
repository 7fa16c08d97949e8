package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a sequence to run.
 *
 * @param id of the event that asks; the same id starts it once
 * @param source who asks
 * @param services what is delivered, one or, released together, several
 * @param context the run through all stages that it belongs to, a UUID
 * @param data payload beyond project, stage and service
 * @param gitCommitId version of the configuration, null if unknown
 */
public record Trigger(
        String id,
        String source,
        String project,
        String stage,
        String sequence,
        List<String> services,
        String context,
        Map<String, @Nullable Object> data,
        @Nullable String gitCommitId) {
    public Trigger {
        services = List.copyOf(services);
    }
}
