package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a second sequence of the same name in a stage: Keptn finds only the first one. */
final class DuplicateSequenceCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return shipyard.stages().stream()
                .flatMap(stage -> Duplicates.of(
                        stage.sequences(),
                        Sequence::name,
                        Sequence::position,
                        DiagnosticCode.SEQUENCE_DUPLICATE,
                        "the sequence")
                        .stream())
                .toList();
    }
}
