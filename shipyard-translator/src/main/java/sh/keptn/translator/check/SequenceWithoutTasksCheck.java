package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a sequence that cannot be started because it has nothing to do. */
final class SequenceWithoutTasksCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.sequences(shipyard)
                .filter(sequence -> sequence.tasks().isEmpty())
                .map(sequence -> Diagnostic.of(
                        DiagnosticCode.SEQUENCE_WITHOUT_TASKS,
                        sequence.position(),
                        "the sequence `" + sequence.name() + "` has no tasks and cannot be started; add one or remove"
                                + " the sequence"))
                .toList();
    }
}
