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
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.shipyard.Trigger;

/**
 * Reads stages of Keptn 0.2 to 0.7, which name strategies instead of tasks (Keptn spec 0.1, shipyard.md). As {@code keptn
 * upgrade project --shipyard} does, a stage becomes {@code artifact-delivery} and {@code artifact-delivery-direct}, each chained
 * in the order of the file. Differs from it: approval stays where it was, before the deployment, and remediation is kept.
 */
final class LegacyStages {

    private static final String DELIVERY = "artifact-delivery";
    private static final Set<String> DEPLOYMENT_STRATEGIES =
            Set.of("direct", "blue_green_service", "duplicate", "user_managed", "canary");
    private static final String AUTOMATIC = "automatic";
    private static final String MANUAL = "manual";

    private final Findings findings;
    private final Map<String, String> preceding = new LinkedHashMap<>();

    LegacyStages(Findings findings) {
        this.findings = findings;
    }

    List<Shipyard.Stage> read(List<YamlNode> items) {
        return items.stream()
                .flatMap(item -> findings.mapping(item, DiagnosticCode.STAGE_NOT_A_MAPPING, "the stage").stream())
                .map(this::stage)
                .toList();
    }

    private Shipyard.Stage stage(YamlNode.Mapping item) {
        if (item.entry("sequences").isPresent()) {
            // Documentation of Keptn 1.0 prints stages of the later format without their header.
            return SpecStages.ofSpec(findings).stage(item);
        }
        Optional<YamlNode.Scalar> read = findings.name(item, DiagnosticCode.STAGE_WITHOUT_NAME, "the stage");
        String name = read.map(YamlNode.Scalar::text).orElse("");
        SourcePosition position = read.map(YamlNode.Scalar::position).orElse(item.position());
        Optional<YamlNode> deployment = first(item, "deployment_strategy", "deployment");
        Optional<YamlNode> test = first(item, "test_strategy", "tests", "test");
        Optional<YamlNode> approval = first(item, "approval_strategy", "approval");
        deployment.ifPresent(this::checkDeployment);

        List<Sequence> sequences = new ArrayList<>();
        if (deployment.isPresent() || test.isPresent() || approval.isPresent()) {
            List<Step> steps = new ArrayList<>();
            approval.flatMap(this::approval).ifPresent(steps::add);
            deployment.ifPresent(value -> steps.add(task("deployment", "deploymentstrategy", value)));
            test.ifPresent(value -> steps.add(task("test", "teststrategy", value)));
            steps.add(task("evaluation", position));
            deployment.ifPresent(value -> steps.add(task("release", value.position())));
            sequences.add(chained(name, DELIVERY, steps, position));
            deployment.ifPresent(value -> sequences.add(chained(name, DELIVERY + "-direct", direct(steps), position)));
        } else {
            sequences.add(sequence("evaluation", List.of(task("evaluation", position)), List.of(), position));
        }
        first(item, "remediation_strategy", "remediation")
                .ifPresent(value -> sequences.add(remediation(name, value.position())));
        return new Shipyard.Stage(name, sequences, position);
    }

    private static Optional<YamlNode> first(YamlNode.Mapping stage, String... keys) {
        for (String key : keys) {
            Optional<YamlNode> value = stage.get(key);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private void checkDeployment(YamlNode strategy) {
        if (strategy.asText().filter(DEPLOYMENT_STRATEGIES::contains).isEmpty()) {
            findings.add(
                    DiagnosticCode.DEPLOYMENT_STRATEGY_UNKNOWN,
                    strategy.position(),
                    "the deployment strategy is " + strategy.description()
                            + ", expected direct, blue_green_service, duplicate, user_managed or canary");
        }
    }

    /** Asked before the deployment, about the result of the stage before; unset is automatic, which needs no task. */
    private Optional<Task> approval(YamlNode strategy) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        if (strategy instanceof YamlNode.Mapping mapping) {
            for (String result : List.of("pass", "warning")) {
                properties.put(
                        result, mapping.get(result).flatMap(YamlNode::asText).orElse(AUTOMATIC));
            }
        } else {
            String word = strategy.asText().orElse("");
            // The oldest files also say `manual_pass` and `automatic_warning`: manual for one result only, or for none.
            properties.put("pass", word.startsWith(MANUAL) && !word.endsWith("_warning") ? MANUAL : AUTOMATIC);
            properties.put("warning", word.startsWith(MANUAL) && !word.endsWith("_pass") ? MANUAL : AUTOMATIC);
        }
        boolean isAutomatic = properties.values().stream().noneMatch(MANUAL::equals);
        // A sequence that nothing precedes has no result that could be approved.
        return isAutomatic || preceding.isEmpty()
                ? Optional.empty()
                : Optional.of(new Task("approval", properties, null, null, null, strategy.position()));
    }

    private static Task task(String name, String property, YamlNode value) {
        return new Task(name, Map.of(property, value.asText().orElse("")), null, null, null, value.position());
    }

    private static Task task(String name, SourcePosition position) {
        return new Task(name, Map.of(), null, null, null, position);
    }

    private static List<Step> direct(List<Step> steps) {
        return steps.stream()
                .map(step -> step instanceof Task task && task.name().equals("deployment")
                        ? new Task(
                                task.name(), Map.of("deploymentstrategy", "direct"), null, null, null, task.position())
                        : step)
                .toList();
    }

    /** A sequence that follows the one of its name in the last stage that has one. */
    private Sequence chained(String stage, String name, List<Step> steps, SourcePosition position) {
        String before = preceding.put(name, stage);
        List<Trigger> triggers = before == null
                ? List.of()
                : List.of(new Trigger.EventHappened(
                        before + "." + name + ".finished", new Trigger.Selector.PassOrWarning(), position));
        return sequence(name, steps, triggers, position);
    }

    /** Actions one after the other until the evaluation passes, ten minutes after each. */
    private static Sequence remediation(String stage, SourcePosition position) {
        List<Step> steps = List.of(
                task("get-action", position),
                task("action", position),
                new Task(
                        "evaluation",
                        Map.of("timeframe", "10m"),
                        new Task.DurationText("10m", position),
                        null,
                        null,
                        position));
        Trigger again = new Trigger.EventHappened(
                stage + ".remediation.finished",
                new Trigger.Selector.AnyOf(
                        List.of(new Trigger.ResultTerm("evaluation.result", "fail", position)), position),
                position);
        return sequence("remediation", steps, List.of(again), position);
    }

    private static Sequence sequence(String name, List<Step> steps, List<Trigger> triggers, SourcePosition position) {
        return new Sequence(name, steps, Map.of(), triggers, position);
    }
}
