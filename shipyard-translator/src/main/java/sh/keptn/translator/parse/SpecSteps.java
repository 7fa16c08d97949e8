package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Companion;
import sh.keptn.translator.shipyard.Parallel;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;

/** Reads the steps of {@code spec.keptn.sh} shipyards: tasks, and as an extension parallel blocks and what runs at the end. */
final class SpecSteps {

    private static final String PARALLEL = "parallel";
    private static final KnownKeys TASK_KEYS = KnownKeys.of("name", "properties", "triggeredAfter", "timeout");

    private final Findings findings;
    private final boolean isDraft;

    /** @param isDraft whether tasks may also be written as in the user stories */
    SpecSteps(Findings findings, boolean isDraft) {
        this.findings = findings;
        this.isDraft = isDraft;
    }

    /** The steps below a key, none where it is missing or null. */
    List<Step> read(YamlNode.Mapping sequence, String key) {
        List<Step> steps = new ArrayList<>();
        for (YamlNode item : findings.items(sequence, key, DiagnosticCode.TASKS_NOT_A_LIST)) {
            if (isDraft && !isOfSpec(item)) {
                new UserStoryTasks(findings).read(item).ifPresent(steps::add);
            } else {
                findings.mapping(item, DiagnosticCode.TASK_NOT_A_MAPPING, "the task")
                        .flatMap(this::step)
                        .ifPresent(steps::add);
            }
        }
        return steps;
    }

    private static boolean isOfSpec(YamlNode item) {
        return item instanceof YamlNode.Mapping mapping
                && (mapping.entry("name").isPresent() || mapping.entry(PARALLEL).isPresent());
    }

    /** What runs after the sequence. */
    Map<Companion, List<Step>> companions(YamlNode.Mapping sequence, List<Step> steps) {
        Map<Companion, List<Step>> companions = Companions.derived(steps);
        for (Companion companion : List.of(Companion.ON_FAILURE, Companion.FINALLY)) {
            List<Step> its = read(sequence, companion.key());
            if (!its.isEmpty()) {
                companions.put(companion, its);
            }
        }
        return companions;
    }

    private Optional<Step> step(YamlNode.Mapping item) {
        return item.entry(PARALLEL)
                .filter(parallel -> item.entry("name").isEmpty())
                .map(this::parallel)
                .orElseGet(() -> Optional.of(task(item)));
    }

    private Optional<Step> parallel(YamlNode.Entry entry) {
        List<List<Task>> branches = new ArrayList<>();
        if (!(entry.value() instanceof YamlNode.Sequence list)) {
            findings.add(
                    DiagnosticCode.PARALLEL_NOT_A_LIST,
                    entry.value().position(),
                    "`parallel` is " + entry.value().description() + ", expected a list of branches");
            return Optional.empty();
        }
        for (YamlNode item : list.items()) {
            findings.mapping(item, DiagnosticCode.TASK_NOT_A_MAPPING, "the branch")
                    .map(this::branch)
                    .filter(branch -> !branch.isEmpty())
                    .ifPresent(branches::add);
        }
        if (list.items().isEmpty()) {
            reportEmpty(entry.key());
        }
        return branches.isEmpty()
                ? Optional.empty()
                : Optional.of(new Parallel(branches, entry.key().position()));
    }

    /** One task, or {@code tasks} that run one after the other. */
    private List<Task> branch(YamlNode.Mapping item) {
        Optional<YamlNode.Entry> several =
                item.entry("tasks").filter(entry -> item.entry("name").isEmpty());
        if (several.isEmpty()) {
            return nested(item).map(List::of).orElse(List.of());
        }
        List<Task> tasks = new ArrayList<>();
        for (YamlNode task : findings.items(item, "tasks", DiagnosticCode.TASKS_NOT_A_LIST)) {
            findings.mapping(task, DiagnosticCode.TASK_NOT_A_MAPPING, "the task")
                    .flatMap(this::nested)
                    .ifPresent(tasks::add);
        }
        if (several.get().value().isNull()
                || (several.get().value() instanceof YamlNode.Sequence list
                        && list.items().isEmpty())) {
            reportEmpty(several.get().key());
        }
        return tasks;
    }

    private Optional<Task> nested(YamlNode.Mapping item) {
        Optional<YamlNode.Entry> parallel =
                item.entry(PARALLEL).filter(entry -> item.entry("name").isEmpty());
        if (parallel.isPresent()) {
            findings.add(
                    DiagnosticCode.PARALLEL_NESTED,
                    parallel.get().key().position(),
                    "a branch cannot have branches of its own; write them as branches of the outer `parallel`");
            return Optional.empty();
        }
        return Optional.of(task(item));
    }

    private void reportEmpty(YamlNode.Scalar key) {
        findings.add(
                DiagnosticCode.PARALLEL_EMPTY,
                key.position(),
                "`" + key.text() + "` is empty; write a branch with a task, or remove it");
    }

    private Task task(YamlNode.Mapping item) {
        TASK_KEYS.check(item, findings);
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.TASK_WITHOUT_NAME, "the task");
        Optional<YamlNode> properties = item.get("properties");
        Map<String, @Nullable Object> values = Map.of();
        Optional<YamlNode> timeout = item.get("timeout");
        if (properties.isPresent() && properties.get() instanceof YamlNode.Mapping mapping) {
            values = mapping.toValue();
            timeout = timeout.or(() -> mapping.get("timeout"));
        } else if (properties.isPresent()) {
            findings.add(
                    DiagnosticCode.PROPERTIES_NOT_A_MAPPING,
                    properties.get().position(),
                    "`properties` is " + properties.get().description() + ", expected a mapping; it is left out");
        }
        return new Task(
                name.map(YamlNode.Scalar::text).orElse(""),
                values,
                item.get("triggeredAfter").map(SpecSteps::duration).orElse(null),
                timeout.map(SpecSteps::duration).orElse(null),
                null,
                name.map(YamlNode.Scalar::position).orElse(item.position()));
    }

    static Task.DurationText duration(YamlNode value) {
        return new Task.DurationText(value.asText().orElse(value.description()), value.position());
    }
}
