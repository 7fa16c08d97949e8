package sh.keptn.services;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * A task to do.
 *
 * @param event the {@code <task>.triggered} event
 * @param sequence the name of the sequence that the task is part of; its stage is the event's {@code data.stage}
 * @param task the task's name
 * @param occurrence which dispatch of this task name in its stage and sequence within the context this is, from 1
 * @param deadline when the work has to be done
 * @param end when the answer is no longer waited for; later than the deadline where who works has less time
 * @param answer what the one has answered who had to be {@link TaskAnswer.Asking asked} first; null before that
 * @param waited how long was {@link TaskAnswer.Waiting waited} before; null at first
 */
public record TaskRequest(
        KeptnEvent event,
        String sequence,
        String task,
        int occurrence,
        Instant deadline,
        Instant end,
        @Nullable KeptnEvent answer,
        @Nullable Waited waited) {

    /** A request that comes for the first time. */
    public TaskRequest(KeptnEvent event, String sequence, String task, int occurrence, Instant deadline) {
        this(event, sequence, task, occurrence, deadline, deadline, null, null);
    }

    /** The same request with another form of its event. */
    public TaskRequest with(KeptnEvent other) {
        return new TaskRequest(other, sequence, task, occurrence, deadline, end, answer, waited);
    }

    /** The same request for somebody who has less time for the work. */
    public TaskRequest within(Instant earlier) {
        return new TaskRequest(
                event,
                sequence,
                task,
                occurrence,
                earlier.isBefore(deadline) ? earlier : deadline,
                end,
                answer,
                waited);
    }

    /** The same request once somebody who was asked first has answered. */
    public TaskRequest answered(KeptnEvent finished) {
        return new TaskRequest(event, sequence, task, occurrence, deadline, end, finished, waited);
    }

    /**
     * The same request when it comes again.
     *
     * @param by the event with the stamp {@code asker} by which the task goes on: an answer, or what its service has said itself
     *     before it waited
     */
    public TaskRequest goingOn(BusEvent by) {
        Map<String, @Nullable Object> asker = Json.child(by.stamp(), "asker");
        boolean isAnswer = EventType.parse(by.event().type()).orElse(null) instanceof EventType.Task type
                && type.phase().equals(EventType.FINISHED);
        return new TaskRequest(
                event,
                sequence,
                task,
                occurrence,
                deadline,
                end,
                isAnswer ? by.event() : null,
                Waited.ofJson(Json.child(asker, "waited")).orElse(null));
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
