package sh.keptn.services.evaluation;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.Severity;

/** What of all that is wrong with a file stands in an event. */
final class FirstError {

    private FirstError() {}

    static String of(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(found -> found.severity() == Severity.ERROR)
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
