package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Waiting;
import sh.keptn.standalone.time.Timeline;

/** The timers of the executions that wait. Safe for several threads; a timer that an older snapshot has set finds that nothing is due. */
final class WaitTimers {

    private final Timeline timeline;
    private final Consumer<String> timeHasCome;
    private final Map<String, OfExecution> executions = new ConcurrentHashMap<>();

    /** @param event the last one of the snapshot that has set them */
    private record OfExecution(long event, List<Timeline.Timer> timers) {}

    /** @param timeHasCome takes the execution's reference, on the timeline's workers */
    WaitTimers(Timeline timeline, Consumer<String> timeHasCome) {
        this.timeline = timeline;
        this.timeHasCome = timeHasCome;
    }

    /**
     * Sets the timers that a stored execution waits for, in place of those it had. Nothing happens where a newer snapshot has set them:
     * whoever waits for a step to be on disk goes on in his own thread, and may be held up there while the next step is done.
     */
    void set(Snapshot snapshot) {
        executions.compute(snapshot.reference(), (reference, old) -> {
            if (old != null && old.event > snapshot.lastEvent()) {
                return old;
            }
            if (old != null) {
                old.timers.forEach(Timeline.Timer::cancel);
            }
            return snapshot.outcome().status() == ExecutionStatus.RUNNING
                    ? new OfExecution(snapshot.lastEvent(), timers(reference, snapshot))
                    : null;
        });
    }

    private List<Timeline.Timer> timers(String reference, Snapshot snapshot) {
        return Stream.concat(
                        Stream.ofNullable(timer(reference, snapshot.deadline(), Timeline.Kind.DEADLINE)),
                        snapshot.waits().stream().flatMap(waiting -> Stream.ofNullable(waitTimer(reference, waiting))))
                .toList();
    }

    private Timeline.@Nullable Timer waitTimer(String reference, Waiting waiting) {
        if (waiting instanceof Waiting.ForTime time) {
            return timer(reference, time.due(), Timeline.Kind.PROGRESS);
        }
        if (waiting instanceof Waiting.ForRetry retry) {
            return timer(reference, retry.due(), Timeline.Kind.PROGRESS);
        }
        if (waiting instanceof Waiting.ForTask task) {
            Instant first = Stream.of(task.deadline(), task.heartbeatDue())
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .orElse(null);
            return timer(reference, first, Timeline.Kind.DEADLINE);
        }
        return null;
    }

    private Timeline.@Nullable Timer timer(String reference, @Nullable Instant due, Timeline.Kind kind) {
        return due == null ? null : timeline.at(due, kind, () -> timeHasCome.accept(reference));
    }
}
