package sh.keptn.services.evaluation;

import java.util.stream.Stream;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.events.KeptnEvent;

/** The evaluations that were done before. */
@FunctionalInterface
public interface EvaluationHistory {

    /**
     * Those of the event's project, stage and service that the task service has answered, newest first, read only as far as the
     * caller looks; without those that the event itself has asked for: whoever does a task again does not compare it with itself.
     *
     * @param evaluator the task service
     */
    Stream<PreviousEvaluation> before(KeptnEvent triggered, String evaluator);
}
