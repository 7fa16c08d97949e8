package sh.keptn.controlplane.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The published plan of a project, as the lifecycle needs it. A sequence keeps the version that it started with.
 *
 * @param version identifies the content
 * @param stages names of the sequences by stage, both in the order of the shipyard
 * @param machines references of the published machines by {@code stage/sequence}
 * @param triggers which sequence a finished one leads to
 * @param services which task service an event goes to
 */
public record ActivePlan(
        String project,
        String version,
        Map<String, List<String>> stages,
        Map<String, String> machines,
        List<Rule> triggers,
        List<Rule> services) {

    public ActivePlan {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        machines = Map.copyOf(machines);
        triggers = List.copyOf(triggers);
        services = List.copyOf(services);
    }

    /**
     * A rule of the plan.
     *
     * @param name unique in the plan
     * @param pattern EventBridge pattern as JSON text
     * @param target {@code stage/sequence} of a trigger, name of the task service otherwise
     * @param confirms whether the task service has to answer; true for triggers
     */
    public record Rule(String name, String pattern, String target, boolean confirms) {}

    /** The machine of a sequence, empty if it is unknown or has no tasks. */
    public Optional<String> machine(String stage, String sequence) {
        return Optional.ofNullable(machines.get(stage + "/" + sequence));
    }

    /** Why a sequence cannot run, in one sentence; null if it can. */
    public @Nullable String refusal(String stage, String sequence) {
        List<String> sequences = stages.get(stage);
        if (sequences == null) {
            return "the shipyard has no stage `" + stage + "`; it has " + String.join(", ", stages.keySet());
        }
        if (!sequences.contains(sequence)) {
            return "stage `" + stage + "` has no sequence `" + sequence + "`; it has " + String.join(", ", sequences);
        }
        return machine(stage, sequence).isEmpty()
                ? "sequence `" + sequence + "` of stage `" + stage + "` has no tasks"
                : null;
    }
}
