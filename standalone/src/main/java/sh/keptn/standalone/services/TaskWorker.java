package sh.keptn.standalone.services;

import java.time.Duration;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;

/** Does the tasks of one task service in this process. */
@FunctionalInterface
public interface TaskWorker {

    /** Whether this process does the task; one that it does not do waits for a process that does. */
    default boolean takes(KeptnEvent triggered) {
        return true;
    }

    /** Does a task; may block. */
    Answer work(TaskRequest request);

    /**
     * What a worker says.
     *
     * @param delay how long after the dispatch the answer comes, zero where the work itself took its time; with a delay the
     *     worker is asked again when it is over, so its answer must not change
     */
    record Answer(TaskAnswer answer, Duration delay) {}

    /** A worker whose answers come when the work is done. */
    static TaskWorker of(TaskService service) {
        return request -> new Answer(service.apply(request), Duration.ZERO);
    }
}
