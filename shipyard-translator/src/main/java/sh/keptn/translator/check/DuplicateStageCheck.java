package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a second stage of the same name. */
final class DuplicateStageCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Duplicates.of(
                shipyard.stages(),
                Shipyard.Stage::name,
                Shipyard.Stage::position,
                DiagnosticCode.STAGE_DUPLICATE,
                "the stage");
    }
}
