package sh.keptn.controlplane.lifecycle;

import sh.keptn.controlplane.rows.EvaluationRef;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.uniform.BuiltIns;

/** Keeps the result of an evaluation in the decision that accepts it, whoever has evaluated. */
final class Evaluated {

    private Evaluated() {}

    /** Whether a task is an evaluation; the oldest shipyards have other names for it. */
    static boolean isEvaluation(String task) {
        return BuiltIns.forTask(task).filter("evaluation"::equals).isPresent();
    }

    /** @param number of the answer in the log */
    static void keep(UnitOfWork work, SequenceRow sequence, TaskRow task, KeptnEvent finished, long number) {
        KeptnEvent triggered = work.event(sequence.project(), sequence.context(), task.event());
        EvaluationRow row = EvaluationRow.of(sequence, number, finished, triggered);
        work.write(EvaluationRow.TABLE, row);
        work.write(EvaluationRef.TABLE, new EvaluationRef(row.triggeredId(), row.evaluator(), row.key()));
    }
}
