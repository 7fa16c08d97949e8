package sh.keptn.infra.flows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * A shipyard all of whose tasks are done by one task service from outside, {@code runner}. Waits are as short as they can be,
 * because on AWS they are real.
 */
record SimulatedProject(String name, String shipyard, String uniform, Plan plan) {

    private static final Pattern WAIT =
            Pattern.compile("(triggeredAfter:\\s*[\"']?)(\\d+(\\.\\d+)?(ms|h|m|s))+(?=[\"']?\\s)");

    static SimulatedProject of(String name, String text) {
        String shipyard = WAIT.matcher(text).replaceAll("$11s");
        Set<String> tasks = new TreeSet<>();
        for (Plan.StateMachine machine : plan(name, shipyard, null).stateMachines()) {
            collect(Json.parse(machine.definition()), tasks);
        }
        String events = tasks.stream().map(task -> "\"" + task + ".triggered\"").collect(Collectors.joining(", "));
        String uniform = "kind: Uniform\nspec:\n  services:\n  - name: runner\n    external: true\n    events: ["
                + events + "]\n";
        return new SimulatedProject(name, shipyard, uniform, plan(name, shipyard, uniform));
    }

    /** The sequences that only somebody outside can start, or the first one where there is no such. */
    List<Plan.StateMachine> entries() {
        Set<String> followers = plan.rules().stream()
                .map(Plan.Rule::target)
                .filter(Plan.RuleTarget.StartSequence.class::isInstance)
                .map(Plan.RuleTarget.StartSequence.class::cast)
                .map(start -> start.stage() + "." + start.sequence())
                .collect(Collectors.toSet());
        List<Plan.StateMachine> sequences = plan.stateMachines().stream()
                .filter(machine -> machine.companion() == null)
                .toList();
        List<Plan.StateMachine> entries = sequences.stream()
                .filter(machine -> !followers.contains(machine.stage() + "." + machine.sequence()))
                .toList();
        return entries.isEmpty() ? sequences.stream().limit(1).toList() : entries;
    }

    /** Every state that asks for a task says which one: {@code "task": {"name": NAME}}. */
    private static void collect(@Nullable Object json, Set<String> tasks) {
        if (json instanceof List<?> list) {
            list.forEach(each -> collect(each, tasks));
        } else if (json instanceof Map<?, ?> map) {
            if (map.get("task") instanceof Map<?, ?> task && task.get("name") instanceof String name) {
                tasks.add(name);
            }
            map.values().forEach(each -> collect(each, tasks));
        }
    }

    private static Plan plan(String project, String shipyard, @Nullable String uniform) {
        return Translator.translate(
                        project,
                        new SourceFile("shipyard.yaml", shipyard),
                        uniform == null ? null : new SourceFile("uniform.yaml", uniform))
                .value()
                .orElseThrow();
    }
}
