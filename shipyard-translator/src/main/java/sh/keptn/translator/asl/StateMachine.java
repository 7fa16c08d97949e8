package sh.keptn.translator.asl;

import java.util.List;
import java.util.stream.Stream;

/**
 * A state machine.
 *
 * @param states in the order of the file that they come from; the first one is the start
 * @param cost of one run that passes, the start of the execution included
 */
public record StateMachine(String comment, List<State> states, Cost cost) {

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

    /** All states, those in branches after the state that they belong to. */
    public Stream<State> all() {
        return all(states);
    }

    private static Stream<State> all(List<State> states) {
        return states.stream()
                .flatMap(state -> state instanceof State.Parallel parallel
                        ? Stream.concat(
                                Stream.of(state), parallel.branches().stream().flatMap(StateMachine::all))
                        : Stream.of(state));
    }
}
