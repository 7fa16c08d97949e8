package sh.keptn.services;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.sli.GetSli;

/** The events in which a task service says what it has to say about one task. */
public final class AnswerEvents {

    private static final String NOBODY_FOLLOWS =
            "the task reported progress, but nothing in the shipyard follows the progress of a task";

    private static final String WAITING = "waiting";

    private final KeptnEvent triggered;
    private final String task;
    private final String service;
    private final UnaryOperator<String> ids;

    /**
     * Answers to one event.
     *
     * @param triggered the {@code <task>.triggered}
     * @param service who answers
     * @param ids gives the id of the answer of a phase, always the same one, so that a repeated answer is known
     */
    public AnswerEvents(KeptnEvent triggered, String task, String service, UnaryOperator<String> ids) {
        this.triggered = triggered;
        this.task = task;
        this.service = service;
        this.ids = ids;
    }

    /** The work begins. */
    public KeptnEvent started(Instant now) {
        return answer(EventType.STARTED, now, Map.of());
    }

    /** The work has ended. */
    public KeptnEvent finished(TaskAnswer.Finished finished, Instant now) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(finished.data());
        data.put("result", finished.result());
        data.put("status", finished.status());
        data.put("message", finished.message());
        return answer(EventType.FINISHED, now, data);
    }

    /**
     * The work goes on in steps.
     *
     * @param isFollowed whether the shipyard has something for the task's progress; without it the task could never end, so
     *     that this is an error
     */
    public KeptnEvent progressed(TaskAnswer.Progressed progressed, boolean isFollowed, Instant now) {
        if (!isFollowed) {
            return finished(TaskAnswer.Finished.errored(NOBODY_FOLLOWS), now);
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(progressed.data());
        data.put("status", EventType.IN_PROGRESS);
        data.put("message", progressed.message());
        return answer(EventType.STATUS_CHANGED, now, data);
    }

    /** An SLI provider is asked before the work goes on; the control plane asks it in its own name. */
    public KeptnEvent asking(TaskAnswer.Asking asking, Instant now) {
        EventType type = new EventType.Task(GetSli.TASK, EventType.TRIGGERED);
        Object waited = Json.child(asking.data(), GetSli.TASK).get(GetSli.WAITED);
        return event(ids.apply(waited == null ? "asking" : "asking-" + Json.write(waited)), type, now, asking.data());
    }

    /** The work goes on later; at the instant that the event names the control plane says so. */
    public KeptnEvent waiting(TaskAnswer.Waiting waiting, Instant now) {
        Map<String, @Nullable Object> until = waiting.waited().json();
        until.put("until", waiting.until().toString());
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("status", WAITING);
        data.put("message", waiting.message());
        data.put(WAITING, until);
        return event(
                ids.apply(WAITING + "-" + waiting.waited().asked()),
                new EventType.Task(task, EventType.STATUS_CHANGED),
                now,
                data);
    }

    private KeptnEvent answer(String phase, Instant now, Map<String, @Nullable Object> data) {
        return event(ids.apply(phase), new EventType.Task(task, phase), now, data);
    }

    private KeptnEvent event(String id, EventType type, Instant now, Map<String, @Nullable Object> data) {
        return new KeptnEvent(
                id, service, type.text(), now, triggered.context(), triggered.id(), triggered.gitCommitId(), data);
    }
}
