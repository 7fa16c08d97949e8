package sh.keptn.translator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.asl.Cost;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.asl.StateMachine;
import sh.keptn.translator.aws.AwsFigures;
import sh.keptn.translator.emit.AslJson;
import sh.keptn.translator.emit.PatternJson;
import sh.keptn.translator.lower.GapFilling;
import sh.keptn.translator.lower.LeftOutProperties;
import sh.keptn.translator.lower.SequenceLowering;
import sh.keptn.translator.lower.ServiceLowering;
import sh.keptn.translator.lower.TriggerLowering;
import sh.keptn.translator.rules.Rule;
import sh.keptn.translator.shipyard.Companion;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;
import sh.keptn.translator.verify.SelfCheck;

/** The second half of a translation: models without errors to the plan. */
final class PlanAssembly {

    private static final String SEQUENCE_COMPLETE = "emits <stage>.<sequence>.finished, hands the lease on; idempotent";
    private static final String COMPANION_COMPLETE = "ends the companion, hands the lease on; idempotent";

    private static final int REDRIVABLE = AwsFigures.quota("redrivable-history-events");

    private final String project;
    private final SelfCheck selfCheck = new SelfCheck();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    PlanAssembly(String project) {
        this.project = project;
    }

    Checked<Plan> assemble(Shipyard shipyard, Uniform uniform) {
        GapFilling.Result gaps = GapFilling.fill(project, shipyard, uniform);
        List<Service> services = new ArrayList<>(uniform.services());
        services.addAll(gaps.builtIns());
        ServiceLowering.Result serviceRules = ServiceLowering.lower(project, shipyard, services);
        diagnostics.addAll(gaps.diagnostics());
        diagnostics.addAll(LeftOutProperties.find(shipyard, uniform));
        diagnostics.addAll(serviceRules.diagnostics());

        List<Rule> lowered = new ArrayList<>(TriggerLowering.lower(project, shipyard));
        lowered.addAll(serviceRules.rules());
        List<Plan.StateMachine> machines = machines(shipyard);
        List<Plan.Rule> rules = rules(lowered);
        List<Plan.TaskService> taskServices =
                services.stream().map(PlanAssembly::taskService).toList();
        BusLimits bus = new BusLimits(shipyard, RulesOnAws.of(project, taskServices, rules));
        diagnostics.addAll(bus.diagnostics());
        Plan plan = new Plan(
                project,
                shipyard.stages().stream()
                        .map(stage -> new Plan.Stage(
                                stage.name(),
                                stage.sequences().stream().map(Sequence::name).toList(),
                                stage.settings()))
                        .toList(),
                machines,
                rules,
                taskServices,
                PlanLimits.of(machines, bus),
                diagnostics);
        return Checked.of(plan, diagnostics);
    }

    private List<Plan.StateMachine> machines(Shipyard shipyard) {
        List<Plan.StateMachine> machines = new ArrayList<>();
        for (Shipyard.Stage stage : shipyard.stages()) {
            for (Sequence sequence : stage.sequences()) {
                if (!sequence.steps().isEmpty()) {
                    boolean endsWithProgress = shipyard.isFollowedAtProgress(stage.name(), sequence.name());
                    machines.add(machine(stage.name(), sequence, sequence.steps(), null, endsWithProgress));
                    sequence.companions()
                            .forEach((companion, steps) ->
                                    machines.add(machine(stage.name(), sequence, steps, companion, false)));
                }
            }
        }
        return machines;
    }

    private Plan.StateMachine machine(
            String stage,
            Sequence sequence,
            List<Step> steps,
            @Nullable Companion companion,
            boolean endsWithProgress) {
        String suffix = companion == null ? null : companion.suffix();
        String comment = project + " " + stage + "." + sequence.name() + (suffix == null ? "" : "." + suffix) + ", "
                + sequence.position().file() + ":" + sequence.position().line();
        StateMachine machine = SequenceLowering.lower(
                steps,
                comment,
                companion == null ? SEQUENCE_COMPLETE : COMPANION_COMPLETE,
                endsWithProgress,
                SelfCheck.MAX_HISTORY_EVENTS);
        selfCheck.machine(machine);
        int events = machine.cost().mostEvents();
        if (events >= SelfCheck.MAX_HISTORY_EVENTS) {
            diagnostics.add(Diagnostic.of(
                    DiagnosticCode.SEQUENCE_TOO_LARGE,
                    sequence.position(),
                    "the sequence `" + sequence.name() + "` needs a history of up to " + events
                            + " events, and less than " + SelfCheck.MAX_HISTORY_EVENTS
                            + " fit into one run; split it and chain the parts"));
        }
        String definition = AslJson.definition(machine);
        selfCheck.definition(definition);
        int bytes = definition.getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= SelfCheck.MAX_DEFINITION_BYTES) {
            diagnostics.add(Diagnostic.of(
                    DiagnosticCode.SEQUENCE_TOO_LARGE,
                    sequence.position(),
                    "the sequence `" + sequence.name() + "` needs a definition of " + bytes
                            + " bytes, at most " + SelfCheck.MAX_DEFINITION_BYTES
                            + " are allowed; split it or shorten its properties"));
        }
        if (bytes >= SelfCheck.MAX_STATE_INPUT_BYTES) {
            machine.all().forEach(state -> checkInput(state, sequence));
        }
        return new Plan.StateMachine(
                stage,
                sequence.name(),
                StateMachineName.of(project, stage, sequence.name(), suffix),
                "state-machines/" + StateMachineName.fileBase(stage, sequence.name(), suffix) + ".asl.json",
                definition,
                AslJson.hash(machine),
                (int) machine.all().count(),
                machine.cost().minTransitions(),
                machine.cost().maxTransitions(),
                machine.cost().tasks(),
                machine.cost().historyEvents(),
                events,
                redrives(machine.cost()),
                companion == null ? null : companion.key());
    }

    /** Each adds the end of the execution before it, and itself. */
    private static int redrives(Cost cost) {
        return (REDRIVABLE - cost.mostEvents()) / (2 + cost.redriveEvents());
    }

    /** Looked at only where the whole definition is as large: most are far below. */
    private void checkInput(State state, Sequence sequence) {
        if (state instanceof State.CallFunction call && AslJson.payloadBytes(call) >= SelfCheck.MAX_STATE_INPUT_BYTES) {
            diagnostics.add(Diagnostic.of(
                    DiagnosticCode.SEQUENCE_TOO_LARGE,
                    sequence.position(),
                    "the properties of `" + state.name() + "` take " + AslJson.payloadBytes(call) + " bytes, at most "
                            + SelfCheck.MAX_STATE_INPUT_BYTES + " fit into the input of a state; keep them in a file"));
        }
    }

    /** Rules that say the same twice are one. */
    private List<Plan.Rule> rules(List<Rule> lowered) {
        Map<String, Plan.Rule> byName = new LinkedHashMap<>();
        for (Rule rule : lowered) {
            String pattern = PatternJson.text(rule.pattern());
            Plan.RuleTarget target = target(rule.target());
            String slug = project + "-" + slug(rule.target());
            String name = RuleName.of(slug, slug + "/" + target + "/" + pattern);
            byName.putIfAbsent(name, new Plan.Rule(name, rule.description(), rule.source(), pattern, target));
        }
        return byName.values().stream()
                .sorted(Comparator.comparing(Plan.Rule::name))
                .toList();
    }

    private static String slug(Rule.Target target) {
        return target instanceof Rule.Target.StartSequence start
                ? start.stage() + "-" + start.sequence()
                : ((Rule.Target.CallService) target).service();
    }

    private static Plan.RuleTarget target(Rule.Target target) {
        return target instanceof Rule.Target.StartSequence start
                ? new Plan.RuleTarget.StartSequence(start.stage(), start.sequence())
                : new Plan.RuleTarget.CallTaskService(((Rule.Target.CallService) target).service());
    }

    private static Plan.TaskService taskService(Service service) {
        return new Plan.TaskService(
                service.name(),
                Plan.TaskService.Kind.valueOf(service.kind().name()),
                service.reference(),
                service.command(),
                service.environment(),
                service.timeoutSeconds(),
                service.allow(),
                service.endpoint(),
                service.confirms(),
                service.position());
    }
}
