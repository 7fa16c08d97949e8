package sh.keptn.standalone.engine;

import java.util.Map;

/** States that lead to each other: those of a machine, or of one branch of a Parallel state. */
record StateGraph(String startAt, Map<String, State> states) {

    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("no state `" + name + "` beside " + states.keySet());
        }
        return state;
    }
}
