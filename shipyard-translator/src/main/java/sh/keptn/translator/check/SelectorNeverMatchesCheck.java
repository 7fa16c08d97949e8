package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Trigger;

/** Reports a {@code match} without a key that shipyard-controller looks at. */
final class SelectorNeverMatchesCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.selectors(shipyard)
                .filter(selector -> selector.terms().stream().noneMatch(Trigger.ResultTerm::isAboutResult))
                .map(selector -> Diagnostic.of(
                        DiagnosticCode.SELECTOR_NEVER_MATCHES,
                        selector.position(),
                        "`match` names neither `result` nor `<task>.result`, so the trigger never fires; remove the"
                                + " selector or name one"))
                .toList();
    }
}
