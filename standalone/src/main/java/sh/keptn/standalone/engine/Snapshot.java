package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored of an execution between two steps, beside its log.
 *
 * @param machine reference of the machine version
 * @param lastEvent id of the newest log entry
 * @param lastNumber number of the newest wait, see {@link Waiting}
 * @param redriveTokens client tokens of the redrives that were done
 * @param deadline when the machine's own TimeoutSeconds are over
 * @param branches the execution itself first, then the branches of its Parallel and Map states in the order in which they started
 */
record Snapshot(
        String reference,
        String machine,
        String name,
        @Nullable Object input,
        Instant started,
        Outcome outcome,
        long lastEvent,
        long lastNumber,
        int redrives,
        @Nullable Instant redriven,
        List<String> redriveTokens,
        @Nullable Instant deadline,
        List<Branch> branches) {

    Snapshot {
        branches = List.copyOf(branches);
    }

    /** How an execution stands. */
    record Outcome(
            ExecutionStatus status,
            @Nullable Instant stopped,
            @Nullable Object output,
            @Nullable String error,
            @Nullable String cause) {

        static final Outcome RUNNING = new Outcome(ExecutionStatus.RUNNING, null, null, null, null);
    }

    /**
     * A visit of a state, from its Entered event to its Exited one.
     *
     * @param beforeEntered the event before the one that entered it
     * @param lastEvent the newest event of this visit
     * @param attempts how often each Retrier was used
     * @param waiting what the state waits for, null where it has not begun to or was stopped
     */
    record Visit(
            String state,
            @Nullable Object input,
            Instant entered,
            long enteredEvent,
            long beforeEntered,
            long lastEvent,
            List<Integer> attempts,
            @Nullable Waiting waiting) {

        int retries() {
            return attempts.stream().mapToInt(Integer::intValue).sum();
        }

        Visit withLastEvent(long event) {
            return new Visit(state, input, entered, enteredEvent, beforeEntered, event, attempts, waiting);
        }

        Visit withAttempts(List<Integer> done) {
            return new Visit(state, input, entered, enteredEvent, beforeEntered, lastEvent, List.copyOf(done), waiting);
        }

        Visit withWaiting(@Nullable Waiting begun) {
            return new Visit(state, input, entered, enteredEvent, beforeEntered, lastEvent, attempts, begun);
        }
    }

    /** What a state waits for. Each wait has its own number in the execution, so that late timers and results miss it. */
    sealed interface Waiting {
        long number();

        /**
         * A function that was scheduled.
         *
         * @param returned the function has returned, only the token's answer is missing
         * @param heartbeatSeconds null where none are demanded
         */
        record ForTask(
                long number,
                String function,
                @Nullable Object payload,
                @Nullable String token,
                boolean returned,
                @Nullable Instant deadline,
                @Nullable Long heartbeatSeconds,
                @Nullable Instant heartbeatDue)
                implements Waiting {

            ForTask withReturned() {
                return new ForTask(number, function, payload, token, true, deadline, heartbeatSeconds, heartbeatDue);
            }

            ForTask withHeartbeatDue(@Nullable Instant due) {
                return new ForTask(number, function, payload, token, returned, deadline, heartbeatSeconds, due);
            }
        }

        /** A Wait state. */
        record ForTime(long number, Instant due) implements Waiting {}

        /** The interval before the next attempt of a state. */
        record ForRetry(long number, Instant due) implements Waiting {}

        /** A Parallel or Map state whose branches have not all ended; {@code atOnce} of them may run. */
        record ForBranches(long number, int atOnce) implements Waiting {}
    }

    /** What a running execution waits for. */
    List<Waiting> waits() {
        return branches.stream().map(this::waiting).flatMap(Stream::ofNullable).toList();
    }

    /** What a branch of a running execution waits for, null where it does not. */
    @Nullable
    Waiting waiting(Branch branch) {
        Visit visit = branch.visit();
        return visit == null || outcome.status() != ExecutionStatus.RUNNING ? null : visit.waiting();
    }
}
