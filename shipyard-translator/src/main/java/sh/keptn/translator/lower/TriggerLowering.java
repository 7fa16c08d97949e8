package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.translator.rules.Condition;
import sh.keptn.translator.rules.EventPattern;
import sh.keptn.translator.rules.Rule;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Trigger;

/** The triggers of sequences to rules on finished sequences. */
public final class TriggerLowering {

    private static final Set<String> RESULTS = Set.of("pass", "warning", "fail");

    private final String project;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, Source> progressing = new HashMap<>();
    private final boolean knowsAny;
    private final List<Rule> rules = new ArrayList<>();

    private TriggerLowering(String project, Shipyard shipyard) {
        this.project = project;
        shipyard.stages()
                .forEach(stage -> stage.sequences().forEach(sequence -> {
                    String name = stage.name() + "." + sequence.name();
                    Source source = new Source(stage.name(), sequence.name());
                    sources.putIfAbsent(name + ".finished", source);
                    if (shipyard.isFollowedAtProgress(stage.name(), sequence.name())) {
                        progressing.putIfAbsent(name + ".in-progress", source);
                    }
                }));
        this.knowsAny = shipyard.format() != Shipyard.Format.SPEC;
    }

    /** One rule for each way to start a sequence; triggers that never fire, which the checks have reported, give none. */
    public static List<Rule> lower(String project, Shipyard shipyard) {
        TriggerLowering lowering = new TriggerLowering(project, shipyard);
        Optional<Shipyard.Stage> preceding = Optional.empty();
        for (Shipyard.Stage stage : shipyard.stages()) {
            for (Sequence sequence : stage.sequences()) {
                for (Trigger trigger : sequence.triggers()) {
                    lowering.lower(new Rule.Target.StartSequence(stage.name(), sequence.name()), trigger, preceding);
                }
            }
            preceding = Optional.of(stage);
        }
        return lowering.rules;
    }

    private void lower(Rule.Target.StartSequence target, Trigger trigger, Optional<Shipyard.Stage> preceding) {
        if (trigger instanceof Trigger.EventHappened happened) {
            source(happened.event()).ifPresent(source -> select(source, happened, target));
            Optional.ofNullable(progressing.get(happened.event()))
                    .ifPresent(source -> addProgress(source, trigger, target));
        } else if (trigger instanceof Trigger.PullFromPrecedingStage pull) {
            preceding
                    .flatMap(stage -> source(stage.name() + "." + pull.sequence() + ".finished"))
                    .ifPresent(source -> add(source, passOrWarning(), trigger, target));
        }
    }

    /** Both empty: any sequence of any stage. */
    private record Source(String stage, String sequence) {
        static final Source ANY = new Source("", "");

        boolean isAny() {
            return stage.isEmpty() && sequence.isEmpty();
        }
    }

    /** Compared as a whole, as Keptn does, because names may contain dots. */
    private Optional<Source> source(String event) {
        return Optional.ofNullable(knowsAny && event.equals("*.finished") ? Source.ANY : sources.get(event));
    }

    private void select(Source source, Trigger.EventHappened trigger, Rule.Target.StartSequence target) {
        if (trigger.selector() instanceof Trigger.Selector.AnyOf anyOf) {
            anyOf.terms().stream()
                    .filter(term -> term.isAboutResult() && RESULTS.contains(term.value()))
                    .forEach(term -> add(source, conditions(term), trigger, target));
        } else {
            add(source, passOrWarning(), trigger, target);
        }
    }

    private static Map<String, List<Condition>> passOrWarning() {
        return Map.of("result", Condition.oneOf(List.of("pass", "warning")));
    }

    private static Map<String, List<Condition>> conditions(Trigger.ResultTerm term) {
        Map<String, List<Condition>> conditions = new LinkedHashMap<>();
        if (!term.task().isEmpty()) {
            conditions.put("lastTask", Condition.oneOf(List.of(term.task())));
        }
        conditions.put("result", Condition.oneOf(List.of(term.value())));
        return conditions;
    }

    private void add(
            Source source, Map<String, List<Condition>> conditions, Trigger trigger, Rule.Target.StartSequence target) {
        Map<String, List<Condition>> stamp = stamp("sequence.finished", source, target);
        stamp.putAll(conditions);
        String name = source.isAny() ? "any sequence" : source.stage() + "." + source.sequence();
        add(name + " finished", stamp, trigger, target);
    }

    private void addProgress(Source source, Trigger trigger, Rule.Target.StartSequence target) {
        String description = source.stage() + "." + source.sequence() + " in progress";
        add(description, stamp("sequence.in-progress", source, target), trigger, target);
    }

    private Map<String, List<Condition>> stamp(String kind, Source source, Rule.Target.StartSequence target) {
        Map<String, List<Condition>> stamp = new LinkedHashMap<>();
        stamp.put("kind", Condition.oneOf(List.of(kind)));
        stamp.put("project", Condition.oneOf(List.of(project)));
        if (source.isAny()) {
            // What follows everything must not follow itself.
            stamp.put("sequence", List.of(new Condition.AnythingBut(List.of(target.sequence()))));
        } else {
            stamp.put("stage", Condition.oneOf(List.of(source.stage())));
            stamp.put("sequence", Condition.oneOf(List.of(source.sequence())));
        }
        stamp.put("evaluateTriggers", List.of(new Condition.Equal(true)));
        return stamp;
    }

    private void add(
            String what, Map<String, List<Condition>> stamp, Trigger trigger, Rule.Target.StartSequence target) {
        String description = what + ": start " + target.stage() + "." + target.sequence();
        rules.add(new Rule(description, trigger.position(), new EventPattern(stamp, Map.of()), target));
    }
}
