package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a sequence whose run would not fit into an execution's history (Step Functions quota: 25,000 events). */
final class SequenceTooLargeCheck implements Check<Shipyard> {

    /** A task takes six events, the delay before it two; below 20,000 there is room for retries. */
    private static final int MAX_TASKS = 2_400;

    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.sequences(shipyard)
                .filter(sequence -> sequence.tasks().size() > MAX_TASKS)
                .map(sequence -> Diagnostic.of(
                        DiagnosticCode.SEQUENCE_TOO_LARGE,
                        sequence.position(),
                        "the sequence `" + sequence.name() + "` has "
                                + sequence.tasks().size() + " tasks, at most " + MAX_TASKS
                                + " fit into one run; split it and chain the parts"))
                .toList();
    }
}
