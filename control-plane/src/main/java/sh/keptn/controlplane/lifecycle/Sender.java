package sh.keptn.controlplane.lifecycle;

/**
 * Whom an event about a task comes from.
 *
 * @param taskService in whose name it is sent, whatever its {@code source} says
 * @param byEvents whether nothing but its source on a bus proves that. Whoever may put events there may use most sources, so that it
 *     counts for those task services only that answer by events
 */
public record Sender(String taskService, boolean byEvents) {

    /** Somebody of whom the caller knows that he may answer for the task service. */
    public static Sender known(String taskService) {
        return new Sender(taskService, false);
    }

    /** Somebody who has put an event on a bus with the task service's name as its source. */
    public static Sender byEvents(String source) {
        return new Sender(source, true);
    }
}
