package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.rules.Condition;
import sh.keptn.translator.rules.EventPattern;
import sh.keptn.translator.rules.Rule;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.uniform.SelectorTerm;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** The subscriptions of task services to rules. */
public final class ServiceLowering {

    private static final String PROJECT = "project";
    private static final Set<String> EVENT_KEYS = Set.of(PROJECT, "stage", "service");
    private static final Set<String> OUTCOME_KEYS = Set.of("result", "status");
    private static final Set<String> RESULTS = Set.of("pass", "warning", "fail");

    private final String project;
    private final EventKinds kinds;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private ServiceLowering(String project, Shipyard shipyard) {
        this.project = project;
        this.kinds = new EventKinds(shipyard);
    }

    /** The rules of all services, and findings about selectors that never match. */
    public record Result(List<Rule> rules, List<Diagnostic> diagnostics) {
        public Result {
            rules = List.copyOf(rules);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** One rule for each subscription that can match an event of the project. */
    public static Result lower(String project, Shipyard shipyard, List<Service> services) {
        ServiceLowering lowering = new ServiceLowering(project, shipyard);
        for (Service service : services) {
            service.subscriptions().forEach(subscription -> lowering.lower(service, subscription));
        }
        return new Result(lowering.rules, lowering.diagnostics);
    }

    private void lower(Service service, Uniform.Subscription subscription) {
        EventKinds.Selected selected = kinds.of(subscription.event());
        Map<String, List<SelectorTerm>> byKey = new LinkedHashMap<>();
        byKey.put(PROJECT, new ArrayList<>(List.of(in(PROJECT, project, subscription))));
        selected.stage()
                .ifPresent(stage -> byKey.put("stage", new ArrayList<>(List.of(in("stage", stage, subscription)))));
        subscription
                .terms()
                .forEach(term -> byKey.computeIfAbsent(term.key(), key -> new ArrayList<>())
                        .add(term));

        Map<String, List<Condition>> stamp = new LinkedHashMap<>();
        Map<String, List<Condition>> selector = new LinkedHashMap<>();
        stamp.put("kind", Condition.oneOf(selected.kinds()));
        stamp.put(PROJECT, List.of());
        selected.task().ifPresent(task -> stamp.put("task", Condition.oneOf(List.of(task))));
        selected.sequence().ifPresent(sequence -> stamp.put("sequence", Condition.oneOf(List.of(sequence))));
        for (Map.Entry<String, List<SelectorTerm>> entry : byKey.entrySet()) {
            String key = entry.getKey();
            boolean isOutcome = selected.isFinished() && OUTCOME_KEYS.contains(key);
            boolean isField = isOutcome || EVENT_KEYS.contains(key);
            List<SelectorTerm> terms =
                    isOutcome && key.equals("result") ? knownResults(entry.getValue()) : entry.getValue();
            Optional<List<Condition>> folded = TermFolding.fold(terms, isField);
            if (folded.isEmpty()) {
                reportNeverMatches(key, terms);
                return;
            }
            if (!folded.get().isEmpty()) {
                (isField ? stamp : selector).put(key, folded.get());
            }
        }
        rules.add(new Rule(
                subscription.event().text() + ": call " + service.name(),
                subscription.position(),
                new EventPattern(stamp, selector),
                new Rule.Target.CallService(service.name())));
    }

    private static SelectorTerm in(String key, String value, Uniform.Subscription subscription) {
        return new SelectorTerm(key, SelectorTerm.Operator.IN, List.of(value), subscription.position());
    }

    /** A selector on the project is how a uniform is shared, so that one that leaves this project out is no mistake. */
    private void reportNeverMatches(String key, List<SelectorTerm> terms) {
        boolean isReported = terms.stream()
                .anyMatch(term -> term.operator() == SelectorTerm.Operator.IN
                        && term.values().isEmpty());
        if (!key.equals(PROJECT) && !isReported) {
            SelectorTerm last = terms.get(terms.size() - 1);
            diagnostics.add(Diagnostic.of(
                    DiagnosticCode.SELECTOR_NEVER_MATCHES,
                    last.position(),
                    "the conditions on `" + key + "` exclude each other, so this never matches; remove one"));
        }
    }

    /** Reports results that no task has, and takes them out. */
    private List<SelectorTerm> knownResults(List<SelectorTerm> terms) {
        for (SelectorTerm term : terms) {
            term.values().stream()
                    .filter(value -> !RESULTS.contains(value))
                    .forEach(value -> diagnostics.add(Diagnostic.of(
                            DiagnosticCode.SELECTOR_VALUE_UNKNOWN,
                            term.position(),
                            "the result is never `" + value + "`; write `pass`, `warning` or `fail`")));
        }
        return terms.stream()
                .map(term -> new SelectorTerm(
                        term.key(),
                        term.operator(),
                        term.values().stream().filter(RESULTS::contains).toList(),
                        term.position()))
                .toList();
    }
}
