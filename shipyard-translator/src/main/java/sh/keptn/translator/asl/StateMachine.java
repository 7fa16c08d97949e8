package sh.keptn.translator.asl;

import java.util.List;

/** A state machine without branches: its states in the order in which they run, the first one is the start. */
public record StateMachine(String comment, List<State> states) {

    /** ExecutionStarted and ExecutionSucceeded. */
    private static final int FRAME = 2;

    public StateMachine {
        states = List.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("a state machine needs a state");
        }
    }

    /** Where an execution begins. */
    public String startAt() {
        return states.get(0).name();
    }

    /** State transitions of a run that passes: the states entered and the start. */
    public int transitions() {
        return states.size() + 1;
    }

    /** Events in the history of a run that passes, without retries and redrives. */
    public int historyEvents() {
        return FRAME + states.stream().mapToInt(State::historyEvents).sum();
    }
}
