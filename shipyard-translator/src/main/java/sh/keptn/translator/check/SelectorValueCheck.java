package sh.keptn.translator.check;

import java.util.List;
import java.util.Set;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a selector that waits for a result that no task has; Keptn's documentation prints {@code failed}. */
final class SelectorValueCheck implements Check<Shipyard> {

    private static final Set<String> RESULTS = Set.of("pass", "warning", "fail");

    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.selectors(shipyard)
                .flatMap(selector -> selector.terms().stream())
                .filter(term -> term.isAboutResult() && !RESULTS.contains(term.value()))
                .map(term -> Diagnostic.of(
                        DiagnosticCode.SELECTOR_VALUE_UNKNOWN,
                        term.position(),
                        "the result is never `" + term.value() + "`; write `pass`, `warning` or `fail`"))
                .toList();
    }
}
