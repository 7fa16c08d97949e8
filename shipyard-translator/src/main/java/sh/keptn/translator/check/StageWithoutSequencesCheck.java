package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a stage in which nothing can be triggered. */
final class StageWithoutSequencesCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return shipyard.stages().stream()
                .filter(stage -> stage.sequences().isEmpty())
                .map(stage -> Diagnostic.of(
                        DiagnosticCode.STAGE_WITHOUT_SEQUENCES,
                        stage.position(),
                        "the stage `" + stage.name() + "` has no sequences; add one"))
                .toList();
    }
}
