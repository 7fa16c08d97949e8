package sh.keptn.translator.check;

import java.util.List;
import java.util.regex.Pattern;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Severity;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports stage names that Keptn refuses (go-utils, ValidateKeptnEntityName); outside its own format they are mapped. */
final class StageNameInvalidCheck implements Check<Shipyard> {

    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]*[a-z0-9])?");

    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        Severity severity = shipyard.format() == Shipyard.Format.SPEC ? Severity.ERROR : Severity.WARNING;
        return shipyard.stages().stream()
                .filter(stage ->
                        !stage.name().isEmpty() && !NAME.matcher(stage.name()).matches())
                .map(stage -> new Diagnostic(
                        severity,
                        DiagnosticCode.STAGE_NAME_INVALID,
                        stage.position(),
                        "the stage name `" + stage.name() + "` breaks the rule for names: lower-case letters, digits"
                                + " and hyphens, a letter first, no hyphen last"))
                .toList();
    }
}
