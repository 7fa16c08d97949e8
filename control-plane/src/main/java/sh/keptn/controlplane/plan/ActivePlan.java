package sh.keptn.controlplane.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.translator.Plan;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.uniform.Endpoint;

/**
 * The published plan of a project, as the lifecycle needs it. A sequence keeps the version that it started with.
 *
 * @param version identifies the content
 * @param stages names of the sequences by stage, both in the order of the shipyard
 * @param machines the published machines, companions in the order in which they run
 * @param triggers which sequence a finished one leads to
 * @param services which task service an event goes to
 * @param settings of the queues by stage, where they are not Keptn's
 * @param taskServices what the task services are, in the order of the uniform
 */
public record ActivePlan(
        String project,
        String version,
        Map<String, List<String>> stages,
        List<Machine> machines,
        List<Trigger> triggers,
        List<Service> services,
        Map<String, QueueSettings> settings,
        List<TaskService> taskServices) {

    public ActivePlan {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        machines = List.copyOf(machines);
        triggers = List.copyOf(triggers);
        services = List.copyOf(services);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        taskServices = List.copyOf(taskServices);
    }

    /**
     * A published machine.
     *
     * @param companion name of the companion, null for the sequence itself
     * @param reference as the platform knows the machine
     * @param waitsFirst whether it begins with a delay
     */
    public record Machine(
            String stage, String sequence, @Nullable String companion, String reference, boolean waitsFirst) {}

    /**
     * A rule that starts a sequence.
     *
     * @param name unique in the plan
     * @param pattern EventBridge pattern as JSON text
     */
    public record Trigger(String name, String pattern, Target target) {}

    /** A sequence of a stage. */
    public record Target(String stage, String sequence) {}

    /**
     * A rule that hands an event to a task service.
     *
     * @param name unique in the plan
     * @param pattern EventBridge pattern as JSON text
     * @param confirms whether the task service has to answer
     */
    public record Service(String name, String pattern, String service, boolean confirms) {}

    /**
     * A task service that is called, or is asked by the bus.
     *
     * @param kind who does the work
     * @param reference by kind: name of the built-in, URL, image, ARN; empty for the others
     * @param timeoutSeconds the service's own limit, null where the task's applies
     * @param allow what its outgoing HTTP may reach besides public addresses
     * @param endpoint of a provider of indicators
     */
    public record TaskService(
            String name,
            Plan.TaskService.Kind kind,
            String reference,
            @Nullable Long timeoutSeconds,
            List<String> allow,
            Endpoint endpoint) {
        public TaskService {
            allow = List.copyOf(allow);
        }
    }

    /** The task service of a name, empty if the uniform has none. */
    public Optional<TaskService> taskService(String name) {
        return taskServices.stream()
                .filter(service -> service.name().equals(name))
                .findFirst();
    }

    /** The machine of a sequence, empty if it is unknown or has no tasks. */
    public Optional<String> machine(String stage, String sequence) {
        return find(stage, sequence).map(Machine::reference);
    }

    private Optional<Machine> find(String stage, String sequence) {
        return machines.stream()
                .filter(machine -> machine.companion() == null
                        && machine.stage().equals(stage)
                        && machine.sequence().equals(sequence))
                .findFirst();
    }

    /** How a sequence of this plan stands to its stage before it starts. */
    public StagePlace place(String stage, String sequence) {
        return StagePlace.of(
                settings.getOrDefault(stage, QueueSettings.DEFAULT),
                find(stage, sequence).map(Machine::waitsFirst).orElse(false));
    }

    /** References of the machines that run after a sequence, by the name of the companion, in their order. */
    public Map<String, String> companions(String stage, String sequence) {
        Map<String, String> companions = new LinkedHashMap<>();
        for (Machine machine : machines) {
            if (machine.companion() != null
                    && machine.stage().equals(stage)
                    && machine.sequence().equals(sequence)) {
                companions.putIfAbsent(machine.companion(), machine.reference());
            }
        }
        return companions;
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
