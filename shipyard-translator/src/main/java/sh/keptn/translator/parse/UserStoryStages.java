package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.shipyard.Trigger;

/** Reads stages of the user stories' formats 0.1.0 to 0.1.2: {@code workflows} (or {@code actions}) by name, and {@code pull}. */
final class UserStoryStages {

    private static final Set<String> VERSIONS = Set.of("0.1.0", "0.1.1", "0.1.2");
    private static final Set<String> NESTED = Set.of("workflow", "workflows", "actions");

    private final Findings findings;

    UserStoryStages(Findings findings) {
        this.findings = findings;
    }

    /** Whether the version is one of those that this class reads; reports another one. */
    static boolean isSupported(YamlNode.Mapping document, Findings findings) {
        Optional<YamlNode> version = document.get("version");
        boolean supported =
                version.flatMap(YamlNode::asText).filter(VERSIONS::contains).isPresent();
        if (!supported) {
            findings.add(
                    DiagnosticCode.FORMAT_NOT_SUPPORTED,
                    version.map(YamlNode::position).orElse(document.position()),
                    "the version " + version.map(YamlNode::description).orElse("of this file")
                            + " is not supported; write `version: 0.1.2` with `workflows`, or"
                            + " `apiVersion: spec.keptn.sh/0.2.3` with `sequences`");
        }
        return supported;
    }

    List<Shipyard.Stage> read(List<YamlNode> items) {
        return items.stream()
                .flatMap(item -> findings.mapping(item, DiagnosticCode.STAGE_NOT_A_MAPPING, "the stage").stream())
                .map(this::stage)
                .toList();
    }

    private Shipyard.Stage stage(YamlNode.Mapping item) {
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.STAGE_WITHOUT_NAME, "the stage");
        Map<String, Trigger> pulls = pulls(item);
        List<Sequence> sequences = new ArrayList<>();
        for (String key : List.of("workflows", "actions")) {
            item.get(key).ifPresent(workflows -> sequences.addAll(sequences(key, workflows, pulls)));
        }
        pulls.values()
                .forEach(unused -> findings.add(
                        DiagnosticCode.PULL_WITHOUT_SOURCE,
                        unused.position(),
                        "this stage has no workflow of that name, so nothing is pulled"));
        return new Shipyard.Stage(
                name.map(YamlNode.Scalar::text).orElse(""),
                sequences,
                name.map(YamlNode.Scalar::position).orElse(item.position()));
    }

    private Map<String, Trigger> pulls(YamlNode.Mapping stage) {
        Map<String, Trigger> pulls = new LinkedHashMap<>();
        stage.get("pull").ifPresent(pull -> {
            List<YamlNode> names = pull instanceof YamlNode.Sequence list ? list.items() : List.of(pull);
            for (YamlNode name : names) {
                if (name.asText().isPresent()) {
                    pulls.put(
                            name.asText().get(),
                            new Trigger.PullFromPrecedingStage(name.asText().get(), name.position()));
                } else {
                    findings.add(
                            DiagnosticCode.TRIGGER_NOT_A_MAPPING,
                            name.position(),
                            "`pull` is " + name.description() + ", expected the name of a workflow");
                }
            }
        });
        return pulls;
    }

    /** Reads the workflows and takes the pulls that they answer out of the map. */
    private List<Sequence> sequences(String key, YamlNode workflows, Map<String, Trigger> pulls) {
        if (workflows instanceof YamlNode.Sequence) {
            findings.add(
                    DiagnosticCode.FORMAT_NOT_SUPPORTED,
                    workflows.position(),
                    "`" + key + "` is a list as in the drafts of 0.2.0; write a mapping from names to lists of tasks");
            return List.of();
        }
        List<Sequence> sequences = new ArrayList<>();
        findings.mapping(workflows, DiagnosticCode.SEQUENCES_NOT_A_LIST, "`" + key + "`")
                .ifPresent(mapping -> mapping.entries().forEach(workflow -> {
                    Trigger pull = pulls.remove(workflow.name());
                    sequences.add(new Sequence(
                            workflow.name(),
                            tasks(workflow),
                            Map.of(),
                            pull == null ? List.of() : List.of(pull),
                            workflow.key().position()));
                }));
        return sequences;
    }

    private List<Step> tasks(YamlNode.Entry workflow) {
        YamlNode value = workflow.value();
        if (value.isNull()) {
            return List.of();
        }
        if (!(value instanceof YamlNode.Sequence list)) {
            boolean isLater = value instanceof YamlNode.Mapping mapping
                    && (mapping.entry("tasks").isPresent()
                            || mapping.entry("listen").isPresent());
            findings.add(
                    isLater ? DiagnosticCode.FORMAT_NOT_SUPPORTED : DiagnosticCode.TASKS_NOT_A_LIST,
                    value.position(),
                    "the workflow `" + workflow.name() + "` is " + value.description() + ", expected a list of tasks");
            return List.of();
        }
        List<Step> tasks = new ArrayList<>();
        list.items().forEach(item -> task(item).ifPresent(tasks::add));
        return tasks;
    }

    /** A task is a word, or a mapping whose first key names it; keys beside that one are properties that slipped left. */
    private Optional<Task> task(YamlNode item) {
        if (item instanceof YamlNode.Scalar scalar) {
            if (scalar.isNull() || scalar.text().isBlank()) {
                findings.add(DiagnosticCode.TASK_WITHOUT_NAME, scalar.position(), "the task is empty");
                return Optional.empty();
            }
            return Optional.of(new Task(scalar.text(), Map.of(), null, null, null, scalar.position()));
        }
        if (!(item instanceof YamlNode.Mapping mapping) || mapping.entries().isEmpty()) {
            findings.add(
                    DiagnosticCode.TASK_NOT_A_MAPPING,
                    item.position(),
                    "the task is " + item.description() + ", expected a name or `name: {properties}`");
            return Optional.empty();
        }
        YamlNode.Entry first = mapping.entries().get(0);
        List<YamlNode.Entry> properties = new ArrayList<>();
        if (first.value() instanceof YamlNode.Mapping inner) {
            properties.addAll(inner.entries());
        } else if (!first.value().isNull()) {
            findings.add(
                    isNested(first.value()) ? DiagnosticCode.FORMAT_NOT_SUPPORTED : DiagnosticCode.TASK_NOT_A_MAPPING,
                    first.value().position(),
                    "the properties of `" + first.name() + "` are "
                            + first.value().description() + ", expected a mapping");
        }
        properties.addAll(mapping.entries().subList(1, mapping.entries().size()));
        return Optional.of(task(first, properties));
    }

    private Task task(YamlNode.Entry named, List<YamlNode.Entry> properties) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Task.@Nullable DurationText after = null;
        Task.@Nullable DurationText timeout = null;
        for (YamlNode.Entry property : properties) {
            if (NESTED.contains(property.name())) {
                findings.add(
                        DiagnosticCode.FORMAT_NOT_SUPPORTED,
                        property.key().position(),
                        "nested tasks below `" + property.name() + "` are not supported; write them as tasks of their"
                                + " own after `" + named.name() + "`");
            } else if (property.name().equals("triggeredAfter")
                    && !property.value().isNull()) {
                after = SpecStages.duration(property.value());
            } else {
                values.put(property.name(), property.value().toValue());
                if (property.name().equals("timeout") && !property.value().isNull()) {
                    timeout = SpecStages.duration(property.value());
                }
            }
        }
        return new Task(named.name(), values, after, timeout, null, named.key().position());
    }

    private static boolean isNested(YamlNode value) {
        return value instanceof YamlNode.Sequence list
                && list.items().stream()
                        .anyMatch(item -> item instanceof YamlNode.Mapping mapping
                                && mapping.entries().stream().anyMatch(entry -> NESTED.contains(entry.name())));
    }
}
