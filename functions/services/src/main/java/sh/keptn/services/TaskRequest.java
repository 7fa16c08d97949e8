package sh.keptn.services;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.KeptnEvent;

/**
 * A task to do.
 *
 * @param event the {@code <task>.triggered} event
 * @param sequence the name of the sequence that the task is part of; its stage is the event's {@code data.stage}
 * @param task the task's name
 * @param occurrence which dispatch of this task name in its stage and sequence within the context this is, from 1
 * @param deadline when the answer is no longer waited for
 * @param answer what the one has answered who had to be {@link TaskAnswer.Asking asked} first; null before that
 */
public record TaskRequest(
        KeptnEvent event,
        String sequence,
        String task,
        int occurrence,
        Instant deadline,
        @Nullable KeptnEvent answer) {

    /** A request for which nobody else was asked. */
    public TaskRequest(KeptnEvent event, String sequence, String task, int occurrence, Instant deadline) {
        this(event, sequence, task, occurrence, deadline, null);
    }

    /** The same request with another form of its event. */
    public TaskRequest with(KeptnEvent other) {
        return new TaskRequest(other, sequence, task, occurrence, deadline, answer);
    }

    /** The same request once somebody who was asked first has answered. */
    public TaskRequest answered(@Nullable KeptnEvent finished) {
        return new TaskRequest(event, sequence, task, occurrence, deadline, finished);
    }

    /** How long the task may take from now on: the service's own limit, or less where the deadline comes first. */
    public Duration timeLeft(Duration limit, Instant now) {
        Duration untilDeadline = Duration.between(now, deadline);
        return untilDeadline.compareTo(limit) < 0 ? untilDeadline : limit;
    }

    /** The limit that ends the time left: the service's own, or the task's where its deadline comes first. */
    public Duration limit(Duration own, Instant now) {
        return timeLeft(own, now).compareTo(own) < 0 ? Duration.between(event.time(), deadline) : own;
    }
}
