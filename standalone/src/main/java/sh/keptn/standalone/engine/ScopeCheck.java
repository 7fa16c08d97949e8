package sh.keptn.standalone.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds variables that a branch or an iteration sets although a state around it sets them too (Step Functions, "Passing data
 * between states with variables", "Variable scope"). Reading them is allowed, and so is what a Parallel or Map state itself
 * sets: it belongs to the scope that the state stands in.
 */
record ScopeCheck(List<String> problems) {

    void check(StateGraph graph) {
        check(graph, Map.of());
    }

    /** @param outer the variables that scopes around the graph have, and by which state */
    private void check(StateGraph graph, Map<String, String> outer) {
        Map<String, String> visible = new LinkedHashMap<>(outer);
        graph.states()
                .forEach((name, state) -> state.assigns()
                        .forEach(assign -> assign.fields().forEach(variable -> {
                            String other = outer.get(variable);
                            if (other == null) {
                                visible.putIfAbsent(variable, name);
                            } else {
                                problems.add("state `" + name + "` sets the variable `" + variable
                                        + "`, which state `" + other
                                        + "` around its branch or iteration sets too; give one of them another name");
                            }
                        })));
        graph.states().values().forEach(state -> state.inner().forEach(inner -> check(inner, visible)));
    }
}
