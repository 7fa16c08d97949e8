package sh.keptn.standalone.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state machine, read and checked. */
record Definition(
        String name,
        String startAt,
        Map<String, State> states,
        @Nullable Long timeoutSeconds) {

    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("no state `" + name + "` in machine `" + this.name + "`");
        }
        return state;
    }
}
