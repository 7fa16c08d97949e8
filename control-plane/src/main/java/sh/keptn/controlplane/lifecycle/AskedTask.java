package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sh.keptn.events.KeptnEvent;

/**
 * A task that was asked for by one event, for those who answer it from outside.
 *
 * @param triggered the event that asks for it, perhaps with a part of its payload only
 * @param services what is delivered
 * @param expected the task services that have to answer; empty while nobody is known to
 * @param deadline when the answer is no longer waited for
 */
public record AskedTask(
        KeptnEvent triggered,
        String project,
        String stage,
        List<String> services,
        String task,
        List<String> expected,
        Instant deadline) {

    public AskedTask {
        services = List.copyOf(services);
        expected = List.copyOf(expected);
    }

    /**
     * Whose answer it is, where somebody who may answer for others says so without being a task service himself: his own if the
     * task asks him or nobody in particular, that of the one who has to answer if there is one only, else nobody's.
     *
     * @param claimed the name under which he answers
     */
    public Optional<String> answerer(String claimed) {
        if (expected.isEmpty() || expected.contains(claimed)) {
            return Optional.of(claimed);
        }
        return expected.size() == 1 ? Optional.of(expected.get(0)) : Optional.empty();
    }
}
