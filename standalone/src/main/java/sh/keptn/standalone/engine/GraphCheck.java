package sh.keptn.standalone.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds names of states that do not exist, and states that nothing leads to. */
final class GraphCheck {

    private GraphCheck() {}

    /** @param where what the states belong to, for messages */
    static void check(StateGraph graph, String where, List<String> problems) {
        if (graph.states().isEmpty()) {
            problems.add(where + " has no States");
            return;
        }
        checkTarget(graph, graph.startAt(), "StartAt of " + where, problems);
        graph.states()
                .forEach((name, state) ->
                        targets(state).forEach(target -> checkTarget(graph, target, "state `" + name + "`", problems)));
        Set<String> reached = reached(graph);
        for (String name : graph.states().keySet()) {
            if (!graph.startAt().isEmpty() && !reached.contains(name)) {
                problems.add("state `" + name + "` is never reached from StartAt of " + where);
            }
        }
    }

    private static void checkTarget(StateGraph graph, String target, String where, List<String> problems) {
        if (!target.isEmpty() && !graph.states().containsKey(target)) {
            problems.add(where + " names the state `" + target + "`, which does not exist beside it");
        }
    }

    private static Set<String> reached(StateGraph graph) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(graph.startAt()));
        while (!open.isEmpty()) {
            String name = open.pop();
            State state = graph.states().get(name);
            if (state != null && reached.add(name)) {
                open.addAll(targets(state));
            }
        }
        return reached;
    }

    private static List<String> targets(State state) {
        List<String> targets = new ArrayList<>();
        if (state.common().next() != null) {
            targets.add(state.common().next());
        }
        if (state instanceof State.Choice choice) {
            choice.rules().forEach(rule -> targets.add(rule.next()));
            if (choice.otherwise() != null) {
                targets.add(choice.otherwise());
            }
        }
        state.catchers().forEach(catcher -> targets.add(catcher.next()));
        return targets;
    }
}
