package sh.keptn.services.webhook;

import java.util.List;
import java.util.Optional;
import sh.keptn.events.KeptnEvent;

/** Makes links by which a task is answered from outside, for webhooks whose URL asks for one. */
@FunctionalInterface
public interface AnswerLinks {

    /** What a link can do: the task ends with pass, with fail, or as whoever uses the link says. */
    List<String> VERBS = List.of("approve", "decline", "finish");

    /** There is nobody at whom a link could lead. */
    AnswerLinks NONE = (triggered, verb) -> Optional.empty();

    /**
     * A new URL; older ones stay as good.
     *
     * @param triggered the {@code <task>.triggered} to which it answers
     * @param verb one of {@link #VERBS}
     * @return empty where there is no HTTP API
     */
    Optional<String> url(KeptnEvent triggered, String verb);
}
