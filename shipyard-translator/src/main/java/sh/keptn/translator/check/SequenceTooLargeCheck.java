package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/**
 * Reports a sequence that cannot fit into a state machine, however short the names of its tasks are (Step Functions quota: 1 MB
 * for a definition). One that has fewer tasks and does not fit because of what they say is found when it is compiled.
 */
final class SequenceTooLargeCheck implements Check<Shipyard> {

    /** A definition has more than 1,430 bytes for each task. */
    private static final int MAX_TASKS = 730;

    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.sequences(shipyard)
                .filter(sequence -> sequence.tasks().size() > MAX_TASKS)
                .map(sequence -> Diagnostic.of(
                        DiagnosticCode.SEQUENCE_TOO_LARGE,
                        sequence.position(),
                        "the sequence `" + sequence.name() + "` has "
                                + sequence.tasks().size() + " tasks, and at most " + MAX_TASKS
                                + " short ones fit into a state machine; split it and chain the parts"))
                .toList();
    }
}
