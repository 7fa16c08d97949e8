package sh.keptn.services;

import java.time.Duration;
import java.time.Instant;
import sh.keptn.events.KeptnEvent;

/**
 * A task to do.
 *
 * @param event the {@code <task>.triggered} event
 * @param sequence the name of the sequence that the task is part of; its stage is the event's {@code data.stage}
 * @param task the task's name
 * @param occurrence which dispatch of this task name in its stage and sequence within the context this is, from 1
 * @param deadline when the answer is no longer waited for
 */
public record TaskRequest(KeptnEvent event, String sequence, String task, int occurrence, Instant deadline) {

    /** The same request with another form of its event. */
    public TaskRequest with(KeptnEvent other) {
        return new TaskRequest(other, sequence, task, occurrence, deadline);
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
