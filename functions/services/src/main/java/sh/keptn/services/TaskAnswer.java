package sh.keptn.services;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.score.Waited;

/** What a task service says about its task. */
public sealed interface TaskAnswer {

    /**
     * The task has ended.
     *
     * @param result pass, warning or fail
     * @param status succeeded, errored or aborted
     * @param message one sentence for people, empty if there is nothing to say
     * @param data merged into the payload; usually {@code {<task>: {...}}}
     */
    record Finished(String result, String status, String message, Map<String, @Nullable Object> data)
            implements TaskAnswer {

        /** The work was done and is good. */
        public static Finished pass(String message, Map<String, @Nullable Object> data) {
            return new Finished("pass", "succeeded", message, data);
        }

        /** The work was done, and its outcome is bad. */
        public static Finished fail(String message, Map<String, @Nullable Object> data) {
            return new Finished("fail", "succeeded", message, data);
        }

        /** The work could not be done. */
        public static Finished errored(String message) {
            return new Finished("fail", "errored", message, Map.of());
        }

        /** The work was given up: {@code timed out after 30s}. Whole seconds from ten seconds on. */
        public static Finished timedOut(Duration after) {
            Duration shown =
                    after.toSeconds() >= 10 ? Duration.ofSeconds((after.toMillis() + 500) / 1000) : ofMillis(after);
            return errored("timed out after " + shown.toString().substring(2).toLowerCase(Locale.ROOT));
        }

        /** The same answer with other data. */
        public Finished withData(Map<String, @Nullable Object> other) {
            return new Finished(result, status, message, other);
        }

        private static Duration ofMillis(Duration duration) {
            return Duration.ofMillis(Math.max(0, duration.toMillis()));
        }
    }

    /** The task goes on in steps: a canary at 50 %, say. The next step comes as a new request. */
    record Progressed(String message, Map<String, @Nullable Object> data) implements TaskAnswer {

        /** The same answer with other data. */
        public Progressed withData(Map<String, @Nullable Object> other) {
            return new Progressed(message, other);
        }
    }

    /**
     * An SLI provider has to be asked first, by an event. The same request comes again with what it has answered.
     *
     * @param data of {@code get-sli.triggered}; {@code get-sli.sliProvider} names who is asked
     */
    record Asking(Map<String, @Nullable Object> data) implements TaskAnswer {}

    /**
     * The values are not there yet. The same request comes again later.
     *
     * @param message one sentence for people
     * @param waited so far, which the request brings back
     * @param until when the request comes again
     */
    record Waiting(String message, Waited waited, Instant until) implements TaskAnswer {}

    /** Somebody else answers later: a person, or a system that was called. */
    record Pending(String message) implements TaskAnswer {}
}
