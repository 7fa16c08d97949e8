package sh.keptn.translator.asl;

/**
 * What one run of some states that passes uses.
 *
 * @param minTransitions fewest states entered, without retries
 * @param maxTransitions most states entered, without retries
 * @param tasks most tasks asked for
 * @param historyEvents most events in the execution's history, without retries
 * @param retryEvents what is added where each state is tried as often as it may be
 * @param redriveEvents what is added at most by one failure here and the redrive after it, the execution's own events left out
 */
public record Cost(
        int minTransitions, int maxTransitions, int tasks, int historyEvents, int retryEvents, int redriveEvents) {

    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

    /** A state that is only entered and exited: Choice, Pass, Wait. */
    public static final Cost STEP = new Cost(1, 1, 0, 2, 0, 0);

    /** A Parallel state: entered, started, succeeded, exited; failed, and started again. Its branches come on top. */
    public static final Cost PARALLEL = new Cost(1, 1, 0, 4, 0, 2);

    /** The execution: its start is a transition, its start and end are events. */
    public static final Cost EXECUTION = new Cost(1, 1, 0, 2, 0, 0);

    /** A failed attempt of a Task state that waits for its token: scheduled, started, submitted, failed. */
    private static final int FAILED_CALLBACK = 4;

    /** One of a Task state that takes the function's answer: no event says that it was submitted. */
    private static final int FAILED_CALL = 3;

    /**
     * A Task state that waits for its token: entered, scheduled, started, submitted, succeeded, exited. A redrive begins it
     * anew with all its retries.
     */
    public static Cost callback(int retries) {
        return new Cost(1, 1, 1, 6, retries * FAILED_CALLBACK, (1 + retries) * FAILED_CALLBACK);
    }

    /** A Task state that takes the function's answer. */
    public static Cost call(int retries) {
        return new Cost(1, 1, 0, 5, retries * FAILED_CALL, (1 + retries) * FAILED_CALL);
    }

    /** One after the other: only one of them is redriven at a time. */
    public Cost plus(Cost other) {
        return with(other, Math.max(redriveEvents, other.redriveEvents));
    }

    /** At the same time: where one fails the others are aborted, and all are redriven. */
    public Cost beside(Cost other) {
        return with(other, redriveEvents + other.redriveEvents);
    }

    private Cost with(Cost other, int redrive) {
        return new Cost(
                minTransitions + other.minTransitions,
                maxTransitions + other.maxTransitions,
                tasks + other.tasks,
                historyEvents + other.historyEvents,
                retryEvents + other.retryEvents,
                redrive);
    }

    /**
     * A loop: this runs once to {@code turns} times, the body between each two of them. After a redrive it may take all its
     * turns again.
     */
    public Cost looped(Cost body, int turns) {
        int events = turns * historyEvents + (turns - 1) * body.historyEvents;
        int retries = turns * retryEvents + (turns - 1) * body.retryEvents;
        return new Cost(
                minTransitions,
                turns * maxTransitions + (turns - 1) * body.maxTransitions,
                turns * tasks + (turns - 1) * body.tasks,
                events,
                retries,
                events + retries + Math.max(redriveEvents, body.redriveEvents));
    }

    /** Most events in the history of an execution that is not redriven. */
    public int mostEvents() {
        return historyEvents + retryEvents;
    }
}
