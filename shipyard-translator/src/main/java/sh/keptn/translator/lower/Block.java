package sh.keptn.translator.lower;

import java.util.List;
import java.util.stream.Stream;
import sh.keptn.translator.asl.Cost;
import sh.keptn.translator.asl.State;

/** States that belong together, in the order of the file; a run enters at the first. */
record Block(List<State> states, Cost cost) {
    Block {
        states = List.copyOf(states);
    }

    /** This before what follows it. */
    Block before(Block following) {
        return new Block(
                Stream.concat(states.stream(), following.states.stream()).toList(), cost.plus(following.cost));
    }

    String start() {
        return states.get(0).name();
    }
}
