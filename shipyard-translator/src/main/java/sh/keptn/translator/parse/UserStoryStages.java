package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.shipyard.Trigger;

/**
 * Reads stages of the user stories' formats 0.1.0 to 0.2.0.beta: {@code workflows} (or {@code actions}) by name, each a list
 * of tasks or {@code {listen, tasks}}, and {@code pull}. A stage that is written as in the drafts of 0.2.0 is read as such.
 */
final class UserStoryStages {

    private final Findings findings;
    private final UserStoryTasks tasks;
    private final SpecStages drafts;

    UserStoryStages(Findings findings) {
        this.findings = findings;
        this.tasks = new UserStoryTasks(findings);
        this.drafts = SpecStages.ofDraft(findings);
    }

    List<Shipyard.Stage> read(List<YamlNode> items) {
        return items.stream()
                .flatMap(item -> findings.mapping(item, DiagnosticCode.STAGE_NOT_A_MAPPING, "the stage").stream())
                .map(stage -> isDraft(stage) ? drafts.stage(stage) : stage(stage))
                .toList();
    }

    /** Whether the stage has its sequences as a list, as the drafts of 0.2.0 have. */
    static boolean isDraft(YamlNode.Mapping stage) {
        return stage.entry("sequences").isPresent() || hasWorkflowList(stage);
    }

    /** Whether {@code workflows} stands where {@code sequences} should, as a list. */
    static boolean hasWorkflowList(YamlNode.Mapping stage) {
        return stage.entry("sequences").isEmpty()
                && stage.get("workflows")
                        .filter(workflows -> workflows instanceof YamlNode.Sequence)
                        .isPresent();
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
        List<Sequence> sequences = new ArrayList<>();
        findings.mapping(workflows, DiagnosticCode.SEQUENCES_NOT_A_LIST, "`" + key + "`")
                .ifPresent(mapping -> mapping.entries().forEach(workflow -> sequences.add(sequence(workflow, pulls))));
        return sequences;
    }

    private Sequence sequence(YamlNode.Entry workflow, Map<String, Trigger> pulls) {
        SourcePosition position = workflow.key().position();
        if (workflow.name().isBlank()) {
            findings.add(DiagnosticCode.SEQUENCE_WITHOUT_NAME, position, "the workflow has an empty name");
        }
        List<Trigger> triggers = new ArrayList<>();
        Trigger pull = pulls.remove(workflow.name());
        if (pull != null) {
            triggers.add(pull);
        }
        YamlNode value = workflow.value();
        if (value instanceof YamlNode.Mapping body) {
            body.get("listen").ifPresent(listen -> triggers.addAll(new Listening(findings).triggers(listen)));
            value = body.get("tasks").orElse(null);
        }
        List<Task> read = value == null ? List.of() : tasks.read(value, "the workflow `" + workflow.name() + "`");
        return new Sequence(
                workflow.name(), List.<Step>copyOf(read), Companions.derived(List.copyOf(read)), triggers, position);
    }
}
