package sh.keptn.api.links;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.AskedTask;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.links.Link;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.services.AnswerEvents;
import sh.keptn.services.TaskAnswer;

/** Links with the tasks that they answer. */
final class TaskLinks {

    /** Who answers a task that asks nobody in particular, by a link that was made for nobody in particular. */
    private static final String SOMEBODY = "link";

    /** What is longer cannot be in the key of a row, and was never given out. */
    private static final int LONGEST_ID = 200;

    private final ControlPlane controlPlane;
    private final Links links;
    private final Clock clock;

    TaskLinks(ControlPlane controlPlane, Links links, Clock clock) {
        this.controlPlane = controlPlane;
        this.links = links;
        this.clock = clock;
    }

    /** What came of looking for a link. */
    sealed interface Found {

        /** It can be used. */
        record Usable(Link link, AskedTask task, String taskService) implements Found {}

        /** There is no such link. */
        record Unknown() implements Found {}

        /** It was used or has expired, or its task has ended otherwise. */
        record Over() implements Found {}
    }

    Found find(String id) {
        Link link = links.find(id).orElse(null);
        if (link == null) {
            return new Found.Unknown();
        }
        if (link.expires() != null && !clock.instant().isBefore(link.expires())) {
            return new Found.Over();
        }
        AskedTask task = controlPlane.asked(link.triggeredId()).orElse(null);
        String taskService =
                task == null ? null : answerer(task, link.taskService()).orElse(null);
        return task == null || taskService == null || !controlPlane.isAwaited(link.triggeredId(), taskService)
                ? new Found.Over()
                : new Found.Usable(link, task, taskService);
    }

    /** Whose answer a link gives. */
    static Optional<String> answerer(AskedTask task, @Nullable String madeFor) {
        return task.answerer(madeFor == null ? SOMEBODY : madeFor);
    }

    boolean isAwaited(String triggeredId, String taskService) {
        return controlPlane.isAwaited(triggeredId, taskService);
    }

    Optional<AskedTask> asked(String triggeredId) {
        return triggeredId.length() > LONGEST_ID ? Optional.empty() : controlPlane.asked(triggeredId);
    }

    String make(Link link) {
        return links.make(link, clock.instant());
    }

    /** Answers the task. All links of a task service and a task give one and the same answer: whichever comes first. */
    Receipt answer(Found.Usable found, TaskAnswer.Finished finished) {
        String triggeredId = found.link().triggeredId();
        String taskService = found.taskService();
        return controlPlane.receive(
                new AnswerEvents(
                                found.task().triggered(),
                                found.task().task(),
                                taskService,
                                phase -> Ids.of("link", triggeredId, taskService))
                        .finished(finished, clock.instant()),
                taskService);
    }
}
