package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a {@code timeframe} of an evaluation that is a number: it has no unit, and Keptn cannot read it. */
final class TimeframeCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.tasks(shipyard)
                .filter(task ->
                        task.name().equals("evaluation") && task.properties().get("timeframe") instanceof Number)
                .map(task -> Diagnostic.of(
                        DiagnosticCode.TIMEFRAME_NOT_TEXT,
                        task.position(),
                        "the `timeframe` of the evaluation is the number "
                                + task.properties().get("timeframe")
                                + ", so that it ends with an error; write a text with a unit, such as `5m` or `300s`"))
                .toList();
    }
}
