package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Trigger;

/**
 * Reads stages of {@code spec.keptn.sh/0.2.x} and later (Keptn spec, shipyard.md), and of its drafts (Keptn enhancement
 * proposal 6), in which triggers may be bare names and {@code triggers} or {@code listen} chain too. Unknown keys are passed
 * over, as in Keptn.
 */
final class SpecStages {

    private static final KnownKeys STAGE_KEYS = KnownKeys.of("name", "sequences", "whileWaiting", "queue");
    private static final KnownKeys SEQUENCE_KEYS =
            KnownKeys.of("name", "triggeredOn", "triggers", "triggered-on", "tasks", "onFailure", "finally");
    private static final KnownKeys TRIGGER_KEYS = KnownKeys.of("event", "selector");

    private final Findings findings;
    private final SpecSteps steps;
    private final boolean isDraft;

    private SpecStages(Findings findings, boolean isDraft) {
        this.findings = findings;
        this.steps = new SpecSteps(findings, isDraft);
        this.isDraft = isDraft;
    }

    static SpecStages ofSpec(Findings findings) {
        return new SpecStages(findings, false);
    }

    static SpecStages ofDraft(Findings findings) {
        return new SpecStages(findings, true);
    }

    List<Shipyard.Stage> read(List<YamlNode> items) {
        return items.stream()
                .flatMap(item -> findings.mapping(item, DiagnosticCode.STAGE_NOT_A_MAPPING, "the stage").stream())
                .map(this::stage)
                .toList();
    }

    Shipyard.Stage stage(YamlNode.Mapping item) {
        if (!isDraft && UserStoryStages.hasWorkflowList(item)) {
            return stageOfDraft(item);
        }
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.STAGE_WITHOUT_NAME, "the stage");
        if (!isDraft) {
            STAGE_KEYS.check(item, findings);
        }
        String key = isDraft && item.entry("sequences").isEmpty() ? "workflows" : "sequences";
        List<Sequence> sequences = new ArrayList<>();
        for (YamlNode sequence : findings.items(item, key, DiagnosticCode.SEQUENCES_NOT_A_LIST)) {
            findings.mapping(sequence, DiagnosticCode.SEQUENCE_WITHOUT_NAME, "the sequence")
                    .map(this::sequence)
                    .ifPresent(sequences::add);
        }
        QueueSettings settings = isDraft ? QueueSettings.DEFAULT : new QueueSettingsParser(findings).read(item);
        return new Shipyard.Stage(text(name), sequences, settings, position(name, item));
    }

    /** Pre-releases had {@code workflows} in the place of sequences; Keptn passes over them and finds nothing to do. */
    private Shipyard.Stage stageOfDraft(YamlNode.Mapping item) {
        Shipyard.Stage stage = ofDraft(findings).stage(item);
        findings.add(
                DiagnosticCode.STAGE_WITHOUT_SEQUENCES,
                stage.position(),
                "the stage `" + stage.name() + "` has `workflows`, which Keptn passes over; write `sequences`");
        return stage;
    }

    private Sequence sequence(YamlNode.Mapping item) {
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.SEQUENCE_WITHOUT_NAME, "the sequence");
        List<Trigger> triggers = isDraft ? draftTriggers(item) : specTriggers(item);
        List<Step> read = steps.read(item, "tasks");
        return new Sequence(text(name), read, steps.companions(item, read), triggers, position(name, item));
    }

    private List<Trigger> draftTriggers(YamlNode.Mapping sequence) {
        List<Trigger> triggers = new ArrayList<>();
        for (String key : List.of("triggeredOn", "triggers", "listen")) {
            sequence.get(key)
                    .map(value -> value instanceof YamlNode.Sequence list ? list.items() : List.of(value))
                    .orElse(List.of())
                    .forEach(item -> triggers.addAll(draftTrigger(item)));
        }
        return triggers;
    }

    private List<Trigger> draftTrigger(YamlNode item) {
        return item instanceof YamlNode.Mapping mapping
                        && mapping.entry("event").isPresent()
                ? List.of(trigger(mapping))
                : new Listening(findings).triggers(item);
    }

    private List<Trigger> specTriggers(YamlNode.Mapping sequence) {
        SEQUENCE_KEYS.check(sequence, findings);
        for (String key : List.of("triggers", "triggered-on")) {
            sequence.entry(key)
                    .ifPresent(triggers -> findings.add(
                            DiagnosticCode.TRIGGERS_IS_PRE_RELEASE,
                            triggers.key().position(),
                            "`" + key
                                    + "` is of a pre-release and chains nothing; write `triggeredOn: [{event: ...}]`"));
        }
        List<Trigger> triggers = new ArrayList<>();
        for (YamlNode trigger : findings.items(sequence, "triggeredOn", DiagnosticCode.TRIGGER_NOT_A_MAPPING)) {
            findings.mapping(trigger, DiagnosticCode.TRIGGER_NOT_A_MAPPING, "the trigger")
                    .map(this::trigger)
                    .ifPresent(triggers::add);
        }
        return triggers;
    }

    private Trigger trigger(YamlNode.Mapping item) {
        TRIGGER_KEYS.check(item, findings);
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
        Optional<YamlNode.Mapping> mapping =
                findings.mapping(selector.get(), DiagnosticCode.SELECTOR_MATCH_NOT_A_MAPPING, "the selector");
        Optional<YamlNode.Entry> match = mapping.flatMap(found -> found.entry("match"))
                .filter(entry -> !entry.value().isNull());
        mapping.filter(found -> found.entry("match").isEmpty())
                .filter(found -> !found.entries().isEmpty())
                .ifPresent(this::reportWithoutMatch);
        if (match.isEmpty()) {
            return new Trigger.Selector.PassOrWarning();
        }
        List<Trigger.ResultTerm> terms = findings.mapping(
                        match.get().value(), DiagnosticCode.SELECTOR_MATCH_NOT_A_MAPPING, "`match`")
                .map(this::terms)
                .orElse(List.of());
        return new Trigger.Selector.AnyOf(terms, match.get().key().position());
    }

    private void reportWithoutMatch(YamlNode.Mapping selector) {
        YamlNode.Scalar first = selector.entries().get(0).key();
        findings.add(
                DiagnosticCode.SELECTOR_WITHOUT_MATCH,
                first.position(),
                "the selector has `" + first.text() + "` and no `match`, so it selects pass and warning; write"
                        + " `match: {result: ...}`");
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

    private static String text(Optional<YamlNode.Scalar> name) {
        return name.map(YamlNode.Scalar::text).orElse("");
    }

    private static SourcePosition position(Optional<YamlNode.Scalar> name, YamlNode parent) {
        return name.map(YamlNode.Scalar::position).orElse(parent.position());
    }
}
