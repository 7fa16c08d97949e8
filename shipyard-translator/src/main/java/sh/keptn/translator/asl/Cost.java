package sh.keptn.translator.asl;

/**
 * What one run of some states that passes uses, without retries and redrives.
 *
 * @param minTransitions fewest states entered
 * @param maxTransitions most states entered
 * @param historyEvents most events in the execution's history
 */
public record Cost(int minTransitions, int maxTransitions, int historyEvents) {

    public static final Cost NONE = new Cost(0, 0, 0);

    /** A Task state that waits for its token: entered, scheduled, started, submitted, succeeded, exited. */
    public static final Cost CALLBACK = new Cost(1, 1, 6);

    /** A Task state that takes the function's answer: no event says that it was submitted. */
    public static final Cost CALL = new Cost(1, 1, 5);

    /** A state that is only entered and exited: Choice, Pass, Wait. */
    public static final Cost STEP = new Cost(1, 1, 2);

    /** A Parallel state: entered, started, succeeded, exited; its branches come on top. */
    public static final Cost PARALLEL = new Cost(1, 1, 4);

    /** One after the other. */
    public Cost plus(Cost other) {
        return new Cost(
                minTransitions + other.minTransitions,
                maxTransitions + other.maxTransitions,
                historyEvents + other.historyEvents);
    }

    /** A loop: this runs once to {@code turns} times, the body between each two of them. */
    public Cost looped(Cost body, int turns) {
        return new Cost(
                minTransitions,
                turns * maxTransitions + (turns - 1) * body.maxTransitions,
                turns * historyEvents + (turns - 1) * body.historyEvents);
    }
}
