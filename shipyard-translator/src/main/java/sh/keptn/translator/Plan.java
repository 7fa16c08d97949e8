package sh.keptn.translator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.Json;
import sh.keptn.translator.naming.Sha256;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.uniform.Endpoint;

/**
 * What the translator puts out: everything that the platforms need to run a project's sequences. Equal inputs give equal
 * plans, byte for byte.
 *
 * @param project the project's name
 * @param stages in the order of the shipyard
 * @param stateMachines one for each sequence that has tasks, in the order of the shipyard
 * @param rules sorted by name; {@code eventPattern} is the full pattern, evaluated at dispatch on both platforms
 * @param taskServices the uniform's task services, in its order, and the built-ins that fill its gaps
 * @param limits quotas and what the plan uses of them
 * @param diagnostics warnings and infos of both files
 */
public record Plan(
        String project,
        List<Stage> stages,
        List<StateMachine> stateMachines,
        List<Rule> rules,
        List<TaskService> taskServices,
        List<Limit> limits,
        List<Diagnostic> diagnostics) {

    public Plan {
        stages = List.copyOf(stages);
        stateMachines = List.copyOf(stateMachines);
        rules = List.copyOf(rules);
        taskServices = List.copyOf(taskServices);
        limits = List.copyOf(limits);
        diagnostics = List.copyOf(diagnostics);
    }

    /** The same plan with other findings. */
    Plan withDiagnostics(List<Diagnostic> other) {
        return new Plan(project, stages, stateMachines, rules, taskServices, limits, other);
    }

    /** The task service of a name. */
    public Optional<TaskService> taskService(String name) {
        return taskServices.stream()
                .filter(service -> service.name().equals(name))
                .findFirst();
    }

    /** The machine of a sequence; empty where the sequence is unknown or has no tasks. */
    public Optional<StateMachine> stateMachine(String stage, String sequence) {
        return stateMachines.stream()
                .filter(machine -> machine.companion() == null
                        && machine.stage().equals(stage)
                        && machine.sequence().equals(sequence))
                .findFirst();
    }

    /** A stage with the names of its sequences, those without tasks included. */
    public record Stage(String name, List<String> sequences, QueueSettings settings) {
        public Stage {
            sequences = List.copyOf(sequences);
        }
    }

    /**
     * One state machine.
     *
     * @param name as it is published, see {@link StateMachineName}
     * @param file where the definition is written, relative to the output folder
     * @param definition ASL text with the placeholders {@code ${DispatchTask}} and {@code ${CompleteSequence}}
     * @param hash SHA-256 in hex of the definition without its comments: equal hashes mean the same machine
     * @param states number of states
     * @param minTransitions fewest state transitions of a run that passes, its start included, without retries
     * @param maxTransitions most of them
     * @param taskRuns most tasks that a run asks for, one in a loop once for each turn
     * @param historyEvents most events of one execution that passes, without retries
     * @param retriedHistoryEvents the same where everything is tried as often as it may be
     * @param redrives how often such an execution can be redriven before its history is full; further redrives run in a new one
     * @param companion {@code onFailure}, {@code finally} or {@code rollback}; null for the sequence itself
     */
    public record StateMachine(
            String stage,
            String sequence,
            String name,
            String file,
            String definition,
            String hash,
            int states,
            int minTransitions,
            int maxTransitions,
            int taskRuns,
            int historyEvents,
            int retriedHistoryEvents,
            int redrives,
            @Nullable String companion) {

        /** The names of the tasks that it asks for, those of its branches and loops included, in the order of its states. */
        public Set<String> tasks() {
            Set<String> names = new LinkedHashSet<>();
            collectTasks(Json.parseObject(definition), names);
            return names;
        }

        private static void collectTasks(@Nullable Object part, Set<String> names) {
            if (part instanceof List<?> items) {
                items.forEach(item -> collectTasks(item, names));
            } else if (part instanceof Map<?, ?> map) {
                Object name = Json.child(Json.child(Json.object(map), "Payload"), "task")
                        .get("name");
                if (name instanceof String task) {
                    names.add(task);
                } else {
                    map.values().forEach(value -> collectTasks(value, names));
                }
            }
        }
    }

    /**
     * An event pattern and what it leads to.
     *
     * @param source where the author wrote it
     * @param eventPattern EventBridge pattern as JSON text
     */
    public record Rule(
            String name, String description, SourcePosition source, String eventPattern, RuleTarget target) {}

    /** What a rule leads to. */
    public sealed interface RuleTarget {
        /** Starts a sequence. */
        record StartSequence(String stage, String sequence) implements RuleTarget {}

        /** Hands the event to a task service of the uniform. */
        record CallTaskService(String service) implements RuleTarget {}
    }

    /**
     * A task service of the uniform.
     *
     * @param kind who does the work
     * @param reference by kind: name of the built-in, URL, image, ARN; empty for commands and external services
     * @param command argument vector, empty for other kinds
     * @param environment variables for images and commands; values may hold {@code {{data.x.y}}} placeholders
     * @param timeoutSeconds the service's own limit, null where the task's applies
     * @param allow what outgoing HTTP may reach besides public addresses: {@code host}, {@code host:port} or CIDR
     * @param endpoint of a provider of indicators
     * @param confirms false: it gets the event and is not waited for
     */
    public record TaskService(
            String name,
            Kind kind,
            String reference,
            List<String> command,
            Map<String, String> environment,
            @Nullable Integer timeoutSeconds,
            List<String> allow,
            Endpoint endpoint,
            boolean confirms,
            SourcePosition source) {
        public TaskService {
            command = List.copyOf(command);
            environment = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
            allow = List.copyOf(allow);
        }

        /** SHA-256 in hex of everything but its name and position: equal hashes mean the same service. */
        public String hash() {
            List<@Nullable Object> parts = new ArrayList<>(Arrays.asList(
                    kind.name(),
                    reference,
                    command,
                    environment,
                    timeoutSeconds == null ? null : timeoutSeconds.longValue(),
                    allow,
                    confirms));
            if (!endpoint.equals(Endpoint.NONE)) {
                parts.addAll(List.of(endpoint.url(), endpoint.headers()));
            }
            return Sha256.hex(Json.write(parts));
        }

        /** The kinds of task services, named as their key in the uniform. */
        public enum Kind {
            BUILTIN,
            HOOK,
            IMAGE,
            LAMBDA,
            COMMAND,
            EXTERNAL;

            /** Whether somebody does the work who is asked by the bus and answers by events himself. */
            public boolean answersByEvents() {
                return this == LAMBDA || this == EXTERNAL;
            }
        }
    }

    /** A quota: {@code used} of {@code limit}. */
    public record Limit(String name, long used, long limit) {}
}
