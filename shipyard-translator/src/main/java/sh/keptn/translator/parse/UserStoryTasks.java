package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Task;

/** Reads tasks of the user stories' formats: words, or mappings from a name to its properties. */
final class UserStoryTasks {

    private static final Set<String> NESTED = Set.of("workflow", "workflows", "actions");
    private static final Map<String, String> MISSPELLED_PROPERTIES = Map.of("stratgy", "strategy");
    private static final Map<String, String> MISSPELLED_TASKS = Map.of("remedation", "remediation");

    private final Findings findings;

    UserStoryTasks(Findings findings) {
        this.findings = findings;
    }

    /** The tasks of a list; empty where the value is null. */
    List<Task> read(YamlNode value, String what) {
        return read(value, what, false);
    }

    private List<Task> read(YamlNode value, String what, boolean nested) {
        if (value.isNull()) {
            return List.of();
        }
        if (!(value instanceof YamlNode.Sequence list)) {
            findings.add(
                    DiagnosticCode.TASKS_NOT_A_LIST,
                    value.position(),
                    what + " is " + value.description() + ", expected a list of tasks");
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        list.items().forEach(item -> task(item, nested).ifPresent(tasks::add));
        return tasks;
    }

    /** One task that has none of Keptn's later keys. */
    Optional<Task> read(YamlNode item) {
        return task(item, false);
    }

    /** A task is a word, or a mapping whose first key names it; keys beside that one are properties that slipped left. */
    private Optional<Task> task(YamlNode item, boolean nested) {
        if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            if (scalar.text().isBlank()) {
                findings.add(
                        DiagnosticCode.TASK_WITHOUT_NAME,
                        scalar.position(),
                        "the task has an empty name, expected a name or `name: {properties}`");
                return Optional.empty();
            }
            reportMisspelled(MISSPELLED_TASKS, scalar);
            return Optional.of(new Task(scalar.text(), Map.of(), null, null, null, scalar.position()));
        }
        if (!(item instanceof YamlNode.Mapping mapping)) {
            findings.add(
                    DiagnosticCode.TASK_NOT_A_MAPPING,
                    item.position(),
                    "the task is " + item.description() + ", expected a name or `name: {properties}`");
            return Optional.empty();
        }
        Optional<YamlNode.Entry> named = mapping.entries().stream().findFirst();
        if (named.isEmpty() || named.get().name().isBlank()) {
            findings.add(
                    DiagnosticCode.TASK_WITHOUT_NAME,
                    named.map(entry -> entry.key().position()).orElse(mapping.position()),
                    "the task has no name, expected a name or `name: {properties}`");
            return Optional.empty();
        }
        YamlNode.Entry first = named.get();
        reportMisspelled(MISSPELLED_TASKS, first.key());
        List<YamlNode.Entry> properties = new ArrayList<>(below(first));
        properties.addAll(mapping.entries().subList(1, mapping.entries().size()));
        return Optional.of(task(first, properties, nested));
    }

    /** What stands below a task's name: a mapping, or, in the oldest format, a list of mappings. */
    private List<YamlNode.Entry> below(YamlNode.Entry task) {
        YamlNode value = task.value();
        if (value instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        boolean areMappings = value instanceof YamlNode.Sequence items
                && !items.items().isEmpty()
                && items.items().stream().allMatch(YamlNode.Mapping.class::isInstance);
        if (areMappings) {
            return ((YamlNode.Sequence) value)
                    .items().stream()
                            .flatMap(item -> ((YamlNode.Mapping) item).entries().stream())
                            .toList();
        }
        if (!value.isNull()) {
            findings.add(
                    DiagnosticCode.PROPERTIES_NOT_A_MAPPING,
                    value.position(),
                    "the properties of `" + task.name() + "` are " + value.description()
                            + ", expected a mapping; they are left out");
        }
        return List.of();
    }

    private Task task(YamlNode.Entry named, List<YamlNode.Entry> properties, boolean nested) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Task.@Nullable DurationText after = null;
        Task.@Nullable DurationText timeout = null;
        Task.@Nullable Progress progress = null;
        for (YamlNode.Entry property : properties) {
            if (NESTED.contains(property.name())) {
                progress = progress(named.name(), property, nested).orElse(progress);
            } else if (property.name().equals("triggeredAfter")
                    && !property.value().isNull()) {
                after = SpecSteps.duration(property.value());
            } else {
                reportMisspelled(MISSPELLED_PROPERTIES, property.key());
                values.put(
                        MISSPELLED_PROPERTIES.getOrDefault(property.name(), property.name()),
                        property.value().toValue());
                if (property.name().equals("timeout") && !property.value().isNull()) {
                    timeout = SpecSteps.duration(property.value());
                }
            }
        }
        return new Task(
                named.name(), values, after, timeout, progress, named.key().position());
    }

    private Optional<Task.Progress> progress(String task, YamlNode.Entry workflow, boolean nested) {
        if (nested) {
            findings.add(
                    DiagnosticCode.PROGRESS_NESTED,
                    workflow.key().position(),
                    "`" + task + "` follows the progress of another task and cannot have tasks for its own; write them"
                            + " beside it");
            return Optional.empty();
        }
        List<Task> tasks = new ArrayList<>();
        if (workflow.value() instanceof YamlNode.Mapping events) {
            events.entries().forEach(event -> {
                reportUnlessProgress(task, event);
                tasks.addAll(read(event.value(), "`" + event.name() + "`", true));
            });
        } else {
            tasks.addAll(read(workflow.value(), "`" + workflow.name() + "`", true));
        }
        if (tasks.isEmpty()) {
            findings.add(
                    DiagnosticCode.PROGRESS_WITHOUT_TASKS,
                    workflow.key().position(),
                    "nothing follows the progress of `" + task + "`; add a task or remove `" + workflow.name() + "`");
            return Optional.empty();
        }
        return Optional.of(new Task.Progress(tasks, workflow.key().position()));
    }

    private void reportUnlessProgress(String task, YamlNode.Entry event) {
        String name = event.name();
        if (!name.equals(task + ".progressed") && !name.equals(task + ".in-progress")) {
            findings.add(
                    DiagnosticCode.PROGRESS_UNKNOWN,
                    event.key().position(),
                    "`" + name + "` is not the progress of `" + task + "` and is taken for it; write `" + task
                            + ".progressed`");
        }
    }

    private void reportMisspelled(Map<String, String> words, YamlNode.Scalar word) {
        String right = words.get(word.text());
        if (right != null) {
            findings.add(
                    DiagnosticCode.WORD_MISSPELLED,
                    word.position(),
                    "`" + word.text() + "` is understood as `" + right + "`; write `" + right + "`");
        }
    }
}
