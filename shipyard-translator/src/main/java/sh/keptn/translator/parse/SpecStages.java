package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.shipyard.Trigger;

/** Reads stages of {@code spec.keptn.sh/0.2.x} and later (Keptn spec, shipyard.md). Unknown keys are passed over, as in Keptn. */
final class SpecStages {

    private final Findings findings;

    SpecStages(Findings findings) {
        this.findings = findings;
    }

    List<Shipyard.Stage> read(List<YamlNode> items) {
        return items.stream()
                .flatMap(item -> findings.mapping(item, DiagnosticCode.STAGE_NOT_A_MAPPING, "the stage").stream())
                .map(this::stage)
                .toList();
    }

    private Shipyard.Stage stage(YamlNode.Mapping item) {
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.STAGE_WITHOUT_NAME, "the stage");
        item.entry("workflows")
                .filter(workflows -> item.entry("sequences").isEmpty())
                .ifPresent(workflows -> findings.add(
                        DiagnosticCode.FORMAT_NOT_SUPPORTED,
                        workflows.key().position(),
                        "`workflows` belongs to the drafts of 0.2.0; write `sequences`"));
        List<Sequence> sequences = new ArrayList<>();
        for (YamlNode sequence : findings.items(item, "sequences", DiagnosticCode.SEQUENCES_NOT_A_LIST)) {
            findings.mapping(sequence, DiagnosticCode.SEQUENCE_WITHOUT_NAME, "the sequence")
                    .map(this::sequence)
                    .ifPresent(sequences::add);
        }
        return new Shipyard.Stage(text(name), sequences, position(name, item));
    }

    private Sequence sequence(YamlNode.Mapping item) {
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.SEQUENCE_WITHOUT_NAME, "the sequence");
        item.entry("triggers")
                .ifPresent(triggers -> findings.add(
                        DiagnosticCode.TRIGGERS_IS_PRE_RELEASE,
                        triggers.key().position(),
                        "`triggers` is of a pre-release and chains nothing; write `triggeredOn: [{event: ...}]`"));
        List<Trigger> triggers = new ArrayList<>();
        for (YamlNode trigger : findings.items(item, "triggeredOn", DiagnosticCode.TRIGGER_NOT_A_MAPPING)) {
            findings.mapping(trigger, DiagnosticCode.TRIGGER_NOT_A_MAPPING, "the trigger")
                    .map(this::trigger)
                    .ifPresent(triggers::add);
        }
        List<Step> tasks = new ArrayList<>();
        for (YamlNode task : findings.items(item, "tasks", DiagnosticCode.TASKS_NOT_A_LIST)) {
            findings.mapping(task, DiagnosticCode.TASK_NOT_A_MAPPING, "the task")
                    .map(this::task)
                    .ifPresent(tasks::add);
        }
        return new Sequence(text(name), tasks, Map.of(), triggers, position(name, item));
    }

    private Task task(YamlNode.Mapping item) {
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
                text(name),
                values,
                item.get("triggeredAfter").map(SpecStages::duration).orElse(null),
                timeout.map(SpecStages::duration).orElse(null),
                null,
                position(name, item));
    }

    private Trigger trigger(YamlNode.Mapping item) {
        Optional<YamlNode> event = item.get("event");
        return new Trigger.EventHappened(
                event.flatMap(YamlNode::asText).orElse(""),
                selector(item),
                event.map(YamlNode::position).orElse(item.position()));
    }

    private Trigger.Selector selector(YamlNode.Mapping trigger) {
        Optional<YamlNode> selector = trigger.get("selector");
        if (selector.isEmpty()) {
            return new Trigger.Selector.PassOrWarning();
        }
        Optional<YamlNode.Entry> match = findings.mapping(
                        selector.get(), DiagnosticCode.SELECTOR_MATCH_NOT_A_MAPPING, "the selector")
                .flatMap(mapping -> mapping.entry("match"))
                .filter(entry -> !entry.value().isNull());
        if (match.isEmpty()) {
            return new Trigger.Selector.PassOrWarning();
        }
        List<Trigger.ResultTerm> terms = findings.mapping(
                        match.get().value(), DiagnosticCode.SELECTOR_MATCH_NOT_A_MAPPING, "`match`")
                .map(this::terms)
                .orElse(List.of());
        return new Trigger.Selector.AnyOf(terms, match.get().key().position());
    }

    private List<Trigger.ResultTerm> terms(YamlNode.Mapping match) {
        List<Trigger.ResultTerm> terms = new ArrayList<>();
        for (YamlNode.Entry entry : match.entries()) {
            if (entry.value() instanceof YamlNode.Scalar value) {
                terms.add(new Trigger.ResultTerm(entry.name(), value.asText().orElse(""), value.position()));
            } else {
                findings.add(
                        DiagnosticCode.SELECTOR_MATCH_NOT_A_MAPPING,
                        entry.value().position(),
                        "the value of `" + entry.name() + "` is "
                                + entry.value().description() + ", expected pass, warning or fail");
            }
        }
        return terms;
    }

    static Task.DurationText duration(YamlNode value) {
        return new Task.DurationText(value.asText().orElse(value.description()), value.position());
    }

    private static String text(Optional<YamlNode.Scalar> name) {
        return name.map(YamlNode.Scalar::text).orElse("");
    }

    private static SourcePosition position(Optional<YamlNode.Scalar> name, YamlNode parent) {
        return name.map(YamlNode.Scalar::position).orElse(parent.position());
    }
}
