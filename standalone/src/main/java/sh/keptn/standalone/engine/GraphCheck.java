package sh.keptn.standalone.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds names of states that do not exist, and states that nothing leads to.
 *
 * @param unread names of states that could not be read: they may lead anywhere
 */
record GraphCheck(StateGraph graph, Set<String> unread) {

    /** @param where what the states belong to, for messages */
    void check(String where, List<String> problems) {
        if (graph.states().isEmpty() && unread.isEmpty()) {
            problems.add(where + " has no States");
            return;
        }
        checkTarget(graph.startAt(), "StartAt of " + where, problems);
        graph.states()
                .forEach((name, state) ->
                        targets(state).forEach(target -> checkTarget(target, "state `" + name + "`", problems)));
        Set<String> reached = reached();
        boolean known = reached.stream().allMatch(this::isKnown);
        for (String name : graph.states().keySet()) {
            if (known && !reached.contains(name)) {
                problems.add("state `" + name + "` is never reached from StartAt of " + where);
            }
        }
    }

    private void checkTarget(String target, String where, List<String> problems) {
        if (!target.isEmpty() && !graph.states().containsKey(target) && !unread.contains(target)) {
            problems.add(where + " names the state `" + target + "`, which does not exist beside it");
        }
    }

    /** Whether it is known where a state leads to: it could be read, and so could all names in it. */
    private boolean isKnown(String name) {
        State state = graph.states().get(name);
        boolean chooses =
                !(state instanceof State.Choice choice) || !choice.rules().isEmpty();
        return !name.isEmpty() && !unread.contains(name) && chooses;
    }

    /** All names that something leads to, empty and unknown ones too. */
    private Set<String> reached() {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(graph.startAt()));
        while (!open.isEmpty()) {
            String name = open.pop();
            State state = graph.states().get(name);
            if (reached.add(name) && state != null) {
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
