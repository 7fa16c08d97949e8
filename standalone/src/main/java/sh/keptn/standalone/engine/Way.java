package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/**
 * A way out of a state: that of the state itself, of a Choice rule or of a Catcher.
 *
 * @param within where its fields stand in the state, such as {@code Choices[0]/}; empty for the state's own
 * @param output null where the state hands on what it has
 * @param next the state to enter, null to end the execution or its branch
 */
record Way(
        String within,
        @Nullable Template assign,
        @Nullable Template output,
        @Nullable String next) {

    static Way of(State.Common common) {
        return new Way("", common.assign(), common.output(), common.next());
    }
}
