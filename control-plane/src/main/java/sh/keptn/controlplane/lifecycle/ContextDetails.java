package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.SequenceRow;

/**
 * Everything that there is to say about how far a context is.
 *
 * @param finished everything has ended and nothing more follows
 * @param paused stages in which no task is asked for, {@code *} for all
 * @param sequences in the order in which they were asked for, each before its companions
 */
public record ContextDetails(
        String project, String context, boolean finished, Set<String> paused, List<Sequence> sequences) {
    public ContextDetails {
        paused = new TreeSet<>(paused);
        sequences = List.copyOf(sequences);
    }

    /**
     * A sequence, or a companion of the one before.
     *
     * @param companion rollback, onFailure or finally; null for the sequence itself
     * @param attempt how often it was begun or continued, from 1
     * @param superseded what it follows from was continued since, so that how it ended counts no more
     * @param started when this attempt began, null before
     * @param finished when it ended, null before
     * @param outcome how it ended, null before
     * @param behind whom it waits for before it starts
     * @param tasks in the order in which they were asked for
     */
    public record Sequence(
            String stage,
            String name,
            @Nullable String companion,
            String service,
            SequenceRow.Phase phase,
            int attempt,
            boolean superseded,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Outcome outcome,
            List<ContextStatus.Queued> behind,
            List<Task> tasks) {
        public Sequence {
            behind = List.copyOf(behind);
            tasks = List.copyOf(tasks);
        }
    }

    /** How far a task is. */
    public enum TaskPhase {
        /** It is not asked for while its context is paused. */
        HELD,
        /** It waits for answers. */
        OPEN,
        /** It has reported progress and goes on when others have ended. */
        IN_PROGRESS,
        FINISHED
    }

    /**
     * The last dispatch of a task, for a task that goes on in steps one of each step.
     *
     * @param state name of its state in the machine
     * @param attempt how often it was asked for, from 1; 0 for one that is held and never was
     * @param turn which step of a task that reports progress it is, from 0
     * @param triggeredId what answers have to name, null while it is held
     * @param triggered when it was asked for
     * @param finished when it ended, null before
     * @param deadline when it has to have ended, null where it has or is held
     * @param waitsFor task services that have not finished; empty also where whoever starts first is expected
     * @param started those of them that have said that they started
     * @param outcome how it ended, null before
     */
    public record Task(
            String name,
            String state,
            TaskPhase phase,
            int attempt,
            int turn,
            @Nullable String triggeredId,
            @Nullable Instant triggered,
            @Nullable Instant finished,
            @Nullable Instant deadline,
            List<String> waitsFor,
            List<String> started,
            @Nullable Outcome outcome) {
        public Task {
            waitsFor = List.copyOf(waitsFor);
            started = List.copyOf(started);
        }

        /** Whether its time is over and nobody was there yet to end it: it fails when its context goes on. */
        public boolean isOverdue(Instant now) {
            return deadline != null && !now.isBefore(deadline);
        }
    }
}
