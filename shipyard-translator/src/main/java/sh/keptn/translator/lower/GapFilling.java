package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.CanonicalText;
import sh.keptn.translator.uniform.Endpoint;
import sh.keptn.translator.uniform.SelectorTerm;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.ServiceEvent;
import sh.keptn.translator.uniform.Uniform;

/**
 * Finds the tasks of a shipyard that no service of the uniform handles and gives them to built-ins. A built-in's
 * selector repeats what the task has under the keys that the uniform selects by, so that it never answers beside a service
 * of the uniform. Which services are delivered is not known here: a filter on them is taken to match.
 */
public final class GapFilling {

    private final String project;
    private final List<Service> services;
    private final Map<Gap, Set<String>> stagesByGap = new LinkedHashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<String, SourcePosition> positions = new LinkedHashMap<>();

    private GapFilling(String project, List<Service> services) {
        this.project = project;
        this.services = services;
    }

    /** The built-ins to add, and a warning for each task name that needs one or has nobody at all. */
    public record Result(List<Service> builtIns, List<Diagnostic> diagnostics) {
        public Result {
            builtIns = List.copyOf(builtIns);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Fills the gaps that a uniform leaves. */
    public static Result fill(String project, Shipyard shipyard, Uniform uniform) {
        GapFilling filling = new GapFilling(project, uniform.services());
        for (Shipyard.Stage stage : shipyard.stages()) {
            for (Sequence sequence : stage.sequences()) {
                sequence.tasks().forEach(task -> filling.look(stage.name(), task));
            }
        }
        return new Result(filling.builtIns(), filling.diagnostics);
    }

    /** A task with what it has under the keys of selectors; an empty value: it does not have the key. */
    private record Gap(String task, Map<String, Optional<String>> values) {
        Gap {
            values = Map.copyOf(values);
        }
    }

    private void look(String stage, Task task) {
        List<Uniform.Subscription> candidates = services.stream()
                .filter(Service::confirms)
                .flatMap(service -> service.subscriptions().stream())
                .filter(subscription -> subscription.event().includesTriggeredOf(task.name()))
                .toList();
        if (candidates.stream().anyMatch(candidate -> matches(candidate.terms(), stage, task))) {
            return;
        }
        Optional<String> builtIn = BuiltIns.forTask(task.name());
        report(task, builtIn.isPresent());
        if (builtIn.isPresent()) {
            Map<String, Optional<String>> values = new LinkedHashMap<>();
            candidates.stream()
                    .flatMap(candidate -> candidate.terms().stream())
                    .map(SelectorTerm::key)
                    .filter(key -> !SelectorTerm.isOfEvent(key))
                    .forEach(key ->
                            values.put(key, CanonicalText.of(task.properties().get(key))));
            positions.putIfAbsent(task.name(), task.position());
            stagesByGap
                    .computeIfAbsent(new Gap(task.name(), values), gap -> new LinkedHashSet<>())
                    .add(stage);
        }
    }

    private void report(Task task, boolean hasBuiltIn) {
        if (!reported.add(task.name())) {
            return;
        }
        diagnostics.add(
                hasBuiltIn
                        ? Diagnostic.of(
                                DiagnosticCode.TASK_HANDLED_BY_BUILTIN,
                                task.position(),
                                "no service of the uniform handles `" + task.name() + "` here" + listeners(task)
                                        + ", so the built-in does it; add a service to choose another")
                        : Diagnostic.of(
                                DiagnosticCode.TASK_WITHOUT_SERVICE,
                                task.position(),
                                "no service handles `" + task.name() + "`" + listeners(task)
                                        + " and there is no built-in for it; add a service to the uniform, or it"
                                        + " fails unless somebody outside answers"));
    }

    /** Who hears of the task and is not waited for, which is easily taken for doing it. */
    private String listeners(Task task) {
        List<String> names = services.stream()
                .filter(service -> !service.confirms())
                .filter(service -> service.subscriptions().stream()
                        .anyMatch(subscription -> subscription.event().includesTriggeredOf(task.name())))
                .map(service -> "`" + service.name() + "`")
                .toList();
        String listen = names.size() == 1 ? "listens" : "listen";
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + " only " + listen + ": `confirms: false`)";
    }

    private boolean matches(List<SelectorTerm> terms, String stage, Task task) {
        return terms.stream().allMatch(term -> switch (term.key()) {
            case "service" -> true;
            case "project" -> matches(term, Optional.of(project));
            case "stage" -> matches(term, Optional.of(stage));
            default -> matches(term, CanonicalText.of(task.properties().get(term.key())));
        });
    }

    private static boolean matches(SelectorTerm term, Optional<String> value) {
        return switch (term.operator()) {
            case IN -> value.filter(term.values()::contains).isPresent();
            case NOT_IN -> value.filter(term.values()::contains).isEmpty();
            case EXISTS -> value.isPresent();
            case DOES_NOT_EXIST -> value.isEmpty();
        };
    }

    private List<Service> builtIns() {
        Map<String, List<Uniform.Subscription>> byTask = new LinkedHashMap<>();
        stagesByGap.forEach((gap, stages) -> byTask.computeIfAbsent(gap.task(), task -> new ArrayList<>())
                .add(subscription(gap, List.copyOf(stages))));
        List<Service> builtIns = new ArrayList<>();
        byTask.forEach((task, subscriptions) -> {
            builtIns.add(new Service(
                    freeName(task),
                    Service.Kind.BUILTIN,
                    BuiltIns.forTask(task).orElseThrow(),
                    List.of(),
                    Map.of(),
                    null,
                    List.of(),
                    Endpoint.NONE,
                    true,
                    subscriptions,
                    position(task),
                    position(task)));
        });
        return builtIns;
    }

    /** No service of the uniform has it, and so nobody else may answer by it. */
    private String freeName(String task) {
        String name = task;
        while (isTaken(name)) {
            name = "keptn-" + name;
        }
        return name;
    }

    private boolean isTaken(String name) {
        return services.stream().anyMatch(service -> service.name().equals(name));
    }

    private Uniform.Subscription subscription(Gap gap, List<String> stages) {
        SourcePosition position = position(gap.task());
        List<SelectorTerm> terms = new ArrayList<>();
        terms.add(new SelectorTerm("stage", SelectorTerm.Operator.IN, stages, position));
        gap.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue()
                        .map(value ->
                                new SelectorTerm(entry.getKey(), SelectorTerm.Operator.IN, List.of(value), position))
                        .orElseGet(() -> new SelectorTerm(
                                entry.getKey(), SelectorTerm.Operator.DOES_NOT_EXIST, List.of(), position)))
                .forEach(terms::add);
        return new Uniform.Subscription(ServiceEvent.taskTriggered(gap.task()), terms, position);
    }

    private SourcePosition position(String task) {
        SourcePosition position = positions.get(task);
        if (position == null) {
            throw new IllegalStateException("no position of the task " + task);
        }
        return position;
    }
}
